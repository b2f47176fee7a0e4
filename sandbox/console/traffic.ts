import type { Exchange, Recorder } from '../record.ts';
import type { TrafficView } from './protocol.ts';

const KEPT = 200;
const DETAIL_CHARACTERS = 4_000;

/** Keeps the last requests and gateway frames for the page, in a line each. */
export class Traffic implements Recorder {
  readonly #listeners = new Set<(line: TrafficView) => void>();
  #lines: readonly TrafficView[] = [];
  #count = 0;

  record({ at, service, method, path, status, requestBody, responseBody }: Exchange): void {
    this.#count += 1;
    const both = { sent: requestBody ?? undefined, answered: responseBody ?? undefined };
    const detail = JSON.stringify(both, null, 1).slice(0, DETAIL_CHARACTERS);
    const line = { number: this.#count, at, service, what: `${method} ${path}`, status, detail };
    this.#lines = [...this.#lines.slice(1 - KEPT), line];
    for (const listener of this.#listeners) listener(line);
  }

  recent(): readonly TrafficView[] {
    return this.#lines;
  }

  /** Returns the function that ends it. */
  listen(listener: (line: TrafficView) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
