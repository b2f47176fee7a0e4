/** Tells the time. Given to everything that needs it, so that tests are exact and the sandbox can travel in time. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is told to move; for tests. */
export function fixedClock(
  start: string | Date,
): Clock & { advanceMs(ms: number): void; set(time: string | Date): void } {
  let current = new Date(start).getTime();
  return {
    now: () => new Date(current),
    advanceMs: (ms) => {
      current += ms;
    },
    set: (time) => {
      current = new Date(time).getTime();
    },
  };
}
