import type { ErrorCode } from './catalogue.ts';

/** What goes into the sentence of an error: short, printable, never a secret. */
export type ErrorFacts = Readonly<Record<string, string | number | boolean>>;

/**
 * The one error class of the house: something could not be done. What a person is told, the hint, the statuses and
 * whether to try again stand in the catalogue under its code.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;

  constructor(code: ErrorCode, options: { cause?: unknown; facts?: ErrorFacts } = {}) {
    super(code, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.facts = options.facts ?? {};
  }
}

/** The error itself when it is one of ours, otherwise `INTERNAL` with the original as its cause. */
export function toAppError(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError('INTERNAL', { cause: error });
}
