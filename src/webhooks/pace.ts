const WINDOW_MS = 100;
/** A thousand a second: no team works like that, so it is a burst that will end. */
const BURST_IN_WINDOW = 100;
/** During a burst the worker looks this seldom, and handles a few hundred a second: what it leaves is on disk and waits. */
const LOOK_EVERY_MS = 50;

/**
 * Lets the worker step back while very much comes in at once: senders wait for their answers, and give up after seconds;
 * what is in the inbox does not.
 */
export class Pace {
  #windowAtMs = Number.NEGATIVE_INFINITY;
  #count = 0;
  #isBurst = false;
  #lookedAtMs = Number.NEGATIVE_INFINITY;

  /** One more came in. */
  received(nowMs: number): void {
    this.#roll(nowMs);
    this.#count += 1;
    if (this.#count >= BURST_IN_WINDOW) this.#isBurst = true;
  }

  /** True when it is time to look for work; then the next look is later. */
  mayLook(nowMs: number): boolean {
    this.#roll(nowMs);
    if (this.#isBurst && nowMs - this.#lookedAtMs < LOOK_EVERY_MS) return false;
    this.#lookedAtMs = nowMs;
    return true;
  }

  #roll(nowMs: number): void {
    if (nowMs - this.#windowAtMs < WINDOW_MS) return;
    this.#isBurst = this.#count >= BURST_IN_WINDOW && nowMs - this.#windowAtMs < 2 * WINDOW_MS;
    this.#windowAtMs = nowMs;
    this.#count = 0;
  }
}
