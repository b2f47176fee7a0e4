const NEAR_END_PX = 60;
const GAP_PX = 8;

/**
 * Where the reader is in the messages. Like Discord it keeps to the end; but an answer to the reader's own command that is
 * taller than the view is shown from its beginning, because that is where one begins to read.
 */
export class Scroll {
  readonly #log: HTMLElement;
  readonly #jump: HTMLElement;
  /** What is held in place when something grows; null while the reader has scrolled away. */
  #held: 'end' | HTMLElement | null = 'end';

  constructor(log: HTMLElement, jump: HTMLElement) {
    this.#log = log;
    this.#jump = jump;
    for (const name of ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const)
      log.addEventListener(name, () => this.#release(), { passive: true });
    log.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    jump.addEventListener('click', () => {
      this.toEnd();
      log.focus({ preventScroll: true });
    });
    new ResizeObserver(() => this.keep()).observe(log);
  }

  toEnd(): void {
    this.#held = 'end';
    this.keep();
  }

  /** The reader's own answer is there. */
  toAnswer(view: HTMLElement): void {
    this.#held = view;
    this.keep();
  }

  /** After something was added or has grown. */
  keep(): void {
    if (this.#held === 'end') this.#log.scrollTop = this.#log.scrollHeight;
    else if (this.#held?.isConnected) this.#show(this.#held);
    this.#tell();
  }

  #show(view: HTMLElement): void {
    const log = this.#log;
    const top = log.scrollTop + view.getBoundingClientRect().top - log.getBoundingClientRect().top - GAP_PX;
    log.scrollTop = Math.min(top, log.scrollHeight - log.clientHeight);
  }

  /** What the reader does from here on is theirs; being at the end again holds the end. */
  #release(): void {
    this.#held = this.#isAtEnd() ? 'end' : null;
  }

  #scrolled(): void {
    if (this.#held === null && this.#isAtEnd()) this.#held = 'end';
    else if (this.#held === 'end' && !this.#isAtEnd()) this.#held = null;
    this.#tell();
  }

  #isAtEnd(): boolean {
    return this.#log.scrollHeight - this.#log.scrollTop - this.#log.clientHeight < NEAR_END_PX;
  }

  #tell(): void {
    this.#jump.hidden = this.#isAtEnd();
  }
}
