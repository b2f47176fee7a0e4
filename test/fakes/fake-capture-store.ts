import type { Capture, CaptureChange, CaptureStore } from '../../src/ports/captures.ts';

/** What was captured, in memory; passes the contract of stores. */
export class FakeCaptureStore implements CaptureStore {
  readonly #captures: Capture[] = [];

  constructor(captures: readonly Capture[] = []) {
    this.#captures.push(...captures);
  }

  get all(): readonly Capture[] {
    return this.#captures;
  }

  byId(id: string): Promise<Capture | null> {
    return Promise.resolve(this.#captures.find((capture) => capture.id === id) ?? null);
  }

  ofMessage(messageId: string): Promise<Capture | null> {
    return Promise.resolve(this.#newestFirst().find(({ message }) => message?.id === messageId) ?? null);
  }

  ofAuthor(userId: string, limit: number): Promise<readonly Capture[]> {
    const theirs = this.#newestFirst().filter(({ author }) => author.id === userId);
    return Promise.resolve(theirs.slice(0, limit));
  }

  keep(capture: Capture): Promise<boolean> {
    const isNew = !this.#captures.some(({ id }) => id === capture.id);
    if (isNew) this.#captures.push(capture);
    return Promise.resolve(isNew);
  }

  change(id: string, change: CaptureChange): Promise<void> {
    const index = this.#captures.findIndex((capture) => capture.id === id);
    const before = this.#captures[index];
    if (before) this.#captures[index] = { ...before, ...change };
    return Promise.resolve();
  }

  #newestFirst(): readonly Capture[] {
    return [...this.#captures].reverse().sort((a, b) => b.capturedAt.getTime() - a.capturedAt.getTime());
  }
}
