import type * as z from 'zod/mini';
import type { LinearDocument } from './documents.ts';

/** Asks Linear one question within the time of the caller: the parsed answer, or null when there is no such thing. */
export type Ask = <T>(
  document: LinearDocument,
  shape: z.ZodMiniType<T>,
  variables: Readonly<Record<string, unknown>>,
) => Promise<T | null>;
