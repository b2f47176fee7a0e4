import { LinearClient, type LinearError } from '@linear/sdk';
import { type LinearOptions, type LinearSandbox, startLinear } from '../sandbox/linear/start-linear.ts';
import { fixedClock } from '../src/shared/clock.ts';

/** For tests of the sandbox's Linear: the moment at which they happen. */
export const NOW = '2026-03-18T13:30:00.000Z';

/** Starts servers that `closeAll` ends. */
export function linearsForTests() {
  const open: LinearSandbox[] = [];
  return {
    start: async (options: LinearOptions = {}): Promise<LinearSandbox> => {
      const linear = await startLinear({ clock: fixedClock(NOW), ...options });
      open.push(linear);
      return linear;
    },
    closeAll: async (): Promise<void> => {
      await Promise.all(open.splice(0).map((linear) => linear.close()));
    },
  };
}

/** Asks with Linear's own client. */
export function ask<T = unknown>(linear: LinearSandbox, query: string, variables: Record<string, unknown> = {}) {
  return askAs<T>(linear, linear.apiKey, { query, variables });
}

/** Asks with another key. */
export function askAs<T = unknown>(
  linear: LinearSandbox,
  apiKey: string,
  { query, variables }: { readonly query: string; readonly variables?: Record<string, unknown> },
) {
  const client = new LinearClient({ apiKey, apiUrl: linear.apiUrl }).client;
  return client.rawRequest<T, Record<string, unknown>>(query, variables ?? {});
}

/** Asks and gives the data. */
export async function data<T = Readonly<Record<string, unknown>>>(
  linear: LinearSandbox,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<T> {
  const { data: found } = await ask<T>(linear, query, variables);
  if (!found) throw new Error('Linear answered without data.');
  return found;
}

/** The error that a request ends with. */
export function failure(promise: Promise<unknown>): Promise<LinearError> {
  return promise.then(
    () => Promise.reject(new Error('It was answered.')),
    (error: LinearError) => error,
  );
}

export interface Page<T> {
  readonly nodes: readonly T[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly totalCount: number;
}
