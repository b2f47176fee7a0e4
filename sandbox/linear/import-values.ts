const ISO = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2}))?$/;
const WRITTEN =
  /^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>\d{2}) (?<year>\d{4}) (?<time>\d{2}:\d{2}:\d{2}) GMT(?<offset>[+-]\d{4})( \(.*\))?$/;

/**
 * The moment in one of the forms that Linear's exports have had: `2024-05-14T08:53:33.000Z`, `2024-05-14`, or
 * `Tue May 14 2024 08:53:33 GMT+0000 (GMT+00:00)`. Null when the text is none.
 */
export function readMoment(text: string): string | null {
  const groups = WRITTEN.exec(text)?.groups;
  if (!groups && !ISO.test(text)) return null;
  const at = new Date(groups ? `${groups.day} ${groups.month} ${groups.year} ${groups.time} ${groups.offset}` : text);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

const HALF_DAY_MS = 43_200_000;

/** A day without time. Linear exports it as midnight somewhere, so it is the nearest day in UTC. */
export function readDate(text: string): string | null {
  const moment = readMoment(text);
  return moment === null ? null : new Date(Date.parse(moment) + HALF_DAY_MS - 1).toISOString().slice(0, 10);
}

const PRIORITIES = ['no priority', 'urgent', 'high', 'medium', 'low'];

/** Linear's number of a priority: `Urgent` is 1. Null when it is none. */
export function readPriority(text: string): number | null {
  if (text === '') return 0;
  const priority = PRIORITIES.indexOf(text.toLowerCase());
  return priority < 0 ? null : priority;
}

export function readNumber(text: string): number | null {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}

const IDENTIFIER = /^([A-Za-z][A-Za-z0-9]*)-(\d+)$/;

/** `ENG-12` in its parts. */
export function readIdentifier(text: string): { readonly key: string; readonly number: number } | null {
  const [, key, number] = IDENTIFIER.exec(text) ?? [];
  return key === undefined || number === undefined ? null : { key, number: Number(number) };
}

/** Several identifiers or labels in one cell. */
export function readList(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}
