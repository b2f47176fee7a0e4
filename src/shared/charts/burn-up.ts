import { type Forecast, forecast } from '../forecast.ts';
import { dayAt } from '../working-days.ts';
import { dayName, shortNumber } from './scale.ts';
import { finite } from './svg.ts';

/** A sprint by day, as the issue tracker has counted it. */
export interface BurnUp {
  readonly title: string;
  readonly subtitle: string;
  readonly unit: 'points' | 'issues';
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly now: Date;
  /** At the end of each day, first day first; the last one of a running sprint is now. */
  readonly scope: readonly number[];
  readonly started: readonly number[];
  readonly done: readonly number[];
}

/** The same, ready to be drawn and to be said in words. */
export interface BurnUpFacts {
  readonly totalDays: number;
  /** Days since the start, with the part of today; the whole length when it is over. */
  readonly elapsed: number;
  readonly isRunning: boolean;
  readonly points: readonly {
    readonly day: number;
    readonly scope: number;
    readonly started: number;
    readonly done: number;
  }[];
  readonly forecast: Forecast | null;
}

const DAY_MS = 86_400_000;
/** A picture has room for that many days; longer sprints are not drawn to their end. */
const MAX_DAYS = 120;

/** What the picture shows, in numbers. */
export function burnUpFacts(data: BurnUp): BurnUpFacts {
  const days = (to: Date): number => finite((to.getTime() - data.startsAt.getTime()) / DAY_MS);
  const totalDays = Math.min(MAX_DAYS, Math.max(1, Math.ceil(days(data.endsAt))));
  const elapsed = Math.min(totalDays, Math.max(0, days(data.now)));
  const isRunning = elapsed > 0 && elapsed < totalDays;
  const count = (history: readonly number[], index: number): number =>
    Math.max(0, finite(history[index] ?? history.at(-1) ?? 0));
  const length = Math.min(data.scope.length, Math.ceil(elapsed));
  const points = Array.from({ length }, (_, index) => ({
    day: Math.min(index + 1, elapsed),
    scope: count(data.scope, index),
    started: count(data.started, index),
    done: count(data.done, index),
  }));
  const over = points.slice(0, Math.floor(elapsed)).map(({ done }) => done);
  const doneNow = points.at(-1)?.done ?? 0;
  // Days that nobody counted leave nothing to go by.
  const ahead =
    isRunning && over.length === Math.floor(elapsed)
      ? forecast({ start: data.startsAt, totalDays, doneByDay: over, doneNow })
      : null;
  return { totalDays, elapsed, isRunning, points, forecast: ahead };
}

/** The picture in words. Plain text. */
export function burnUpAlt(data: BurnUp): string {
  const facts = burnUpFacts(data);
  const [first] = facts.points;
  const last = facts.points.at(-1);
  const dates = `${dayName(dayAt(data.startsAt, 0))} to ${dayName(dayAt(data.startsAt, facts.totalDays - 1))}`;
  if (first === undefined || last === undefined) return `Burn-up chart, ${dates}. No day has been counted yet.`;
  const scope =
    first.scope === last.scope
      ? `Scope ${amount(last.scope, data.unit)} since the first day`
      : `Scope went from ${shortNumber(first.scope)} to ${amount(last.scope, data.unit)}`;
  const day = facts.isRunning ? ` Day ${Math.floor(facts.elapsed) + 1} of ${facts.totalDays}.` : '';
  return `Burn-up chart, ${dates}. ${scope}; ${shortNumber(last.done)} done, ${shortNumber(last.started)} started.${day}${forecastWords(facts, last.scope, data.unit)}`;
}

function forecastWords({ forecast: ahead, isRunning }: BurnUpFacts, scope: number, unit: string): string {
  if (!isRunning) return '';
  if (ahead === null) return ' Too early to say where the pace leads.';
  const { low, high } = ahead.end;
  return ` At the pace so far, ${rangeWords(ahead.end)} ${unit} will be done at the end${high < scope ? ', less than the scope' : low >= scope ? ', all of the scope' : ''}.`;
}

/** `39 to 49`. */
export function rangeWords({ low, high }: { readonly low: number; readonly high: number }): string {
  return `${shortNumber(Math.round(low))} to ${shortNumber(Math.round(high))}`;
}

function amount(value: number, unit: BurnUp['unit']): string {
  return `${shortNumber(value)} ${value === 1 ? unit.slice(0, -1) : unit}`;
}
