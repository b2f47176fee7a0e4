import { type Spread, showNumber, showSpread } from './statistics.ts';

/** One line of the table: what was measured, beside what, and whether that is good enough. */
export interface Finding {
  readonly what: string;
  readonly measured: string;
  readonly reference: string;
  /** Measured by reference; null where the two are not of a kind. */
  readonly ratio: number | null;
  /** `≤ 1.5 ×`; empty for what is told for information only. */
  readonly reach: string;
  /** Null: nothing was asked of it. */
  readonly isReached: boolean | null;
}

/** One row of the contract: a name to ask for it, and how it is measured. */
export interface Row {
  readonly name: string;
  readonly title: string;
  run(bench: Bench): Promise<readonly Finding[]>;
}

export interface Bench {
  /** Fewer and shorter runs: to see that it works, not to believe the numbers. */
  readonly isQuick: boolean;
  /** A directory of this run, removed at its end. */
  readonly dir: string;
  /** The built entrance, a copy that nobody builds anew meanwhile. */
  readonly botEntrance: string;
  /** Tells how it goes on, and what does not belong into the table. */
  say(text: string): void;
}

export interface Comparison {
  readonly what: string;
  readonly unit: string;
  readonly measured: Spread;
  readonly reference: { readonly name: string; readonly spread: Spread };
  /** The ratio may be at most this, or has to be at least this. */
  readonly reach: { readonly atMost?: number; readonly atLeast?: number };
  /** A further limit for what was measured, in the same unit. */
  readonly limit?: number;
}

/** A line that compares two medians of the same kind. */
export function compared({ what, unit, measured, reference, reach, limit }: Comparison): Finding {
  const ratio = measured.median / reference.spread.median;
  const { atMost = Number.POSITIVE_INFINITY, atLeast = 0 } = reach;
  const isReached = ratio <= atMost && ratio >= atLeast && measured.median <= (limit ?? Number.POSITIVE_INFINITY);
  const wanted = reach.atLeast === undefined ? `≤ ${showNumber(atMost)} ×` : `≥ ${showNumber(atLeast)} ×`;
  return {
    what,
    measured: showSpread(measured, unit),
    reference: `${reference.name} ${showSpread(reference.spread, unit)}`,
    ratio,
    reach: limit === undefined ? wanted : `${wanted}, ≤ ${showNumber(limit)} ${unit}`,
    isReached,
  };
}

/** A line that belongs to the picture, without a limit. */
export function forInformation(what: string, measured: string, reference = ''): Finding {
  return { what, measured, reference, ratio: null, reach: '', isReached: null };
}

export function verdict({ isReached }: Finding): string {
  if (isReached === null) return '';
  return isReached ? 'reached' : 'not reached';
}
