import type { Clock } from '../../src/shared/clock.ts';
import { invalid } from '../read-json.ts';
import { showTime } from './show-time.ts';

const DAY_MS = 86_400_000;
const MOST_DAYS_AHEAD = 366;

/** The clock of the sandbox: goes as the one given, ahead of it by as much as somebody has set it forward. */
export class TravelClock implements Clock {
  readonly #real: Clock;
  #aheadMs = 0;

  constructor(real: Clock) {
    this.#real = real;
  }

  now(): Date {
    return new Date(this.#real.now().getTime() + this.#aheadMs);
  }

  get aheadMs(): number {
    return this.#aheadMs;
  }

  /** Throws INPUT_INVALID for a time that is over, and for one that is too far away. */
  goTo(time: Date): void {
    const now = this.now();
    if (time.getTime() <= now.getTime())
      throw invalid(
        `${showTime(time)} is over: it is ${showTime(now)}.`,
        'The clock only goes forward, because what was said and done carries its time. Start the demo anew to come back to today.',
      );
    const aheadMs = this.#aheadMs + time.getTime() - now.getTime();
    if (aheadMs > MOST_DAYS_AHEAD * DAY_MS)
      throw invalid(`${showTime(time)} is too far away.`, `At most ${MOST_DAYS_AHEAD} days ahead of the real time.`);
    this.#aheadMs = aheadMs;
  }
}
