import { AppError } from '../../shared/errors/app-error.ts';

/** The value of a flag as a whole number within its limits. */
export function wholeNumber(
  flag: string,
  given: string | undefined,
  { otherwise, least = 0, most }: { readonly otherwise: number; readonly least?: number; readonly most: number },
): number {
  if (given === undefined) return otherwise;
  const number = /^\d+$/.test(given) ? Number(given) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new AppError('INPUT_INVALID', {
    facts: { problem: `${flag} is “${given}”.`, wanted: `A whole number from ${least} to ${most}.` },
  });
}
