import { storableText } from './storable-text.ts';

/** A value as JSON that SQLite takes: its texts come from outside and may hold what a text column does not. */
export function storableJson(value: object): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? storableText(part) : part));
}

/** What `storableJson` wrote, with these members as dates again. */
export function revive<T>(json: unknown, dates: readonly string[]): T {
  return JSON.parse(String(json), (key, part: unknown) =>
    typeof part === 'string' && dates.includes(key) ? new Date(part) : part,
  ) as T;
}
