import { createHash, timingSafeEqual } from 'node:crypto';

/** The token of the bot, until Discord resets it because of too many identifies. */
export class BotToken {
  readonly text: string;
  #isReset = false;

  constructor(text: string) {
    this.text = text;
  }

  accepts(token: string): boolean {
    const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
    return !this.#isReset && timingSafeEqual(digest(token), digest(this.text));
  }

  /** From now on the token is worthless, on the gateway and on REST. */
  reset(): void {
    this.#isReset = true;
  }

  get isReset(): boolean {
    return this.#isReset;
  }
}
