import type { Clock } from '../shared/clock.ts';

const EVERY_MS = 60_000;

/** Says whether it is time to tell the same thing again: at most once a minute. */
export class Seldom {
  readonly #clock: Clock;
  readonly #told = new Map<string, { atMs: number; since: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How often it was not told since the last time; null: not now either. `what` is one of few. */
  ask(what: string): number | null {
    const nowMs = this.#clock.now().getTime();
    const told = this.#told.get(what);
    if (told !== undefined && nowMs - told.atMs < EVERY_MS) {
      told.since += 1;
      return null;
    }
    this.#told.set(what, { atMs: nowMs, since: 0 });
    return told?.since ?? 0;
  }
}
