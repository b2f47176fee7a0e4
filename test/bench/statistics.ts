/** What is said of several runs of the same. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** The middle of the values; of an even number of them, between the two in the middle. Throws when there are none. */
export function median(values: readonly number[]): number {
  const sorted = inOrder(values);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return ((low as number) + (high as number)) / 2;
}

/**
 * The smallest of the values that at least this part of them does not exceed (nearest rank), so always one that
 * happened: `quantile(times, 0.99)`. Throws when there are none.
 */
export function quantile(values: readonly number[], part: number): number {
  const sorted = inOrder(values);
  const rank = Math.min(sorted.length, Math.max(1, Math.ceil(part * sorted.length)));
  return sorted[rank - 1] as number;
}

export function spread(values: readonly number[]): Spread {
  const sorted = inOrder(values);
  return { median: median(values), min: sorted[0] as number, max: sorted.at(-1) as number };
}

/** `345 ms (318–402)`; with as many digits as mean something. */
export function showSpread({ median: middle, min, max }: Spread, unit: string): string {
  const text = `${showNumber(middle)} ${unit}`;
  return min === max ? text : `${text} (${showNumber(min)}–${showNumber(max)})`;
}

/** Three digits are more than any of these measurements is exact to. */
export function showNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 100 || Number.isInteger(value)) return String(Math.round(value));
  return value.toFixed(size >= 10 ? 1 : 2);
}

function inOrder(values: readonly number[]): readonly number[] {
  if (values.length === 0) throw new Error('There is nothing to make statistics of.');
  return values.toSorted((a, b) => a - b);
}
