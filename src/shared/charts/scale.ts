import { finite } from './svg.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Round steps from 0 to at most `max`, about `count` of them. */
export function ticks(max: number, count: number): readonly number[] {
  const top = Math.max(1, finite(max));
  const rough = top / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power);
  return Array.from({ length: Math.floor(top / step) + 1 }, (_, index) => index * step);
}

/** A count as short as an axis needs it: `950`, `12.3k`, `3.4M`; what is larger than anybody counts only says so. */
export function shortNumber(value: number): string {
  const size = Math.abs(finite(value));
  if (size >= 1e12) return 'many';
  if (size >= 1e9) return `${round(value / 1e9)}B`;
  if (size >= 1e6) return `${round(value / 1e6)}M`;
  if (size >= 1e4) return `${round(value / 1e3)}k`;
  return round(value);
}

function round(value: number): string {
  return String(Math.round(finite(value) * 10) / 10);
}

/** `25 Nov`, in UTC; nothing for a date that is none. */
export function dayName(at: Date): string {
  if (Number.isNaN(at.getTime())) return '';
  return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()] ?? ''}`;
}
