import type { AppError } from '../../shared/errors/app-error.ts';
import type { SkippedStep, Step } from './step.ts';

/** What happened to one step in a run. */
export type StepOutcome =
  | { readonly kind: 'skipped'; readonly step: SkippedStep }
  | { readonly kind: 'unchanged'; readonly step: Step }
  | { readonly kind: 'done'; readonly step: Step; readonly changes: readonly string[]; readonly tookMs: number }
  | { readonly kind: 'failed'; readonly step: Step; readonly error: AppError; readonly tookMs: number };
