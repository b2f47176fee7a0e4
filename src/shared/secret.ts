import { inspect } from 'node:util';

/** A value that must not be shown: printing, logging or serialising it gives `[secret]`; only `reveal()` gives the text. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}

/** Shows that there is a value, and its length, without the value: `abc…(72 characters)`; short ones show nothing of it. */
export function mask(text: string): string {
  const start = text.length >= 24 ? text.slice(0, 3) : '';
  return `${start}…(${text.length} characters)`;
}
