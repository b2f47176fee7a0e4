import type { Clock } from '../../src/shared/clock.ts';

const DISCORD_EPOCH_MS = 1_420_070_400_000;
const MAX_SEQUENCE = 0x3f_ff_ff;

/** What Discord accepts as an id: a 64-bit number as text; real ones have 17 to 20 digits. */
export const SNOWFLAKE_PATTERN = /^\d{17,20}$/;

/**
 * A Discord id: milliseconds since 2015 in the upper 42 bits, `sequence` in the lower 22.
 * https://docs.discord.com/developers/reference#snowflakes
 */
export function snowflake(atMs: number, sequence: number): string {
  return ((BigInt(atMs - DISCORD_EPOCH_MS) << 22n) | BigInt(sequence)).toString();
}

/** Makes ids that grow with every call, also when the clock stands still or goes back. */
export class SnowflakeMint {
  readonly #clock: Clock;
  #lastMs = 0;
  #sequence = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  next(): string {
    const nowMs = this.#clock.now().getTime();
    if (nowMs > this.#lastMs) {
      this.#lastMs = nowMs;
      this.#sequence = 0;
    } else if (this.#sequence === MAX_SEQUENCE) {
      this.#lastMs += 1;
      this.#sequence = 0;
    } else {
      this.#sequence += 1;
    }
    return snowflake(this.#lastMs, this.#sequence);
  }
}
