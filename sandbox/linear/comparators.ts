import { afterDuration, momentOf } from './durations.ts';
import { refusedArgument } from './errors.ts';
import { isUuid } from './uuid.ts';

/** One comparator of a filter: `{ eq: …, nin: […], contains: … }`; all given ones must hold. */
export type Comparator = Readonly<Record<string, unknown>>;

/** What a comparator needs to know besides the value. */
export interface Comparing {
  readonly now: Date;
  /** Where in the request this is, for errors. */
  readonly path: readonly string[];
}

/**
 * What a field's value is, which decides how it is compared:
 * `text`, `number`, `flag`, `id` (a UUID), `issue-id` (a UUID too, but not checked: Linear has a comparator of its own for it), `moment` (ISO time), `date` (`YYYY-MM-DD`).
 */
export type Kind = 'text' | 'number' | 'flag' | 'id' | 'issue-id' | 'moment' | 'date';

const TEXT: Record<string, (value: string, wanted: string) => boolean> = {
  contains: (value, wanted) => value.includes(wanted),
  notContains: (value, wanted) => !value.includes(wanted),
  startsWith: (value, wanted) => value.startsWith(wanted),
  notStartsWith: (value, wanted) => !value.startsWith(wanted),
  endsWith: (value, wanted) => value.endsWith(wanted),
  notEndsWith: (value, wanted) => !value.endsWith(wanted),
  eqIgnoreCase: (value, wanted) => fold(value) === fold(wanted),
  neqIgnoreCase: (value, wanted) => fold(value) !== fold(wanted),
  containsIgnoreCase: (value, wanted) => fold(value).includes(fold(wanted)),
  notContainsIgnoreCase: (value, wanted) => !fold(value).includes(fold(wanted)),
  startsWithIgnoreCase: (value, wanted) => fold(value).startsWith(fold(wanted)),
  containsIgnoreCaseAndAccent: (value, wanted) => plain(value).includes(plain(wanted)),
};

/**
 * Whether the value satisfies the comparator. A value that is missing satisfies only `null: true`: as in SQL, nothing is
 * equal or unequal to it.
 */
export function satisfies(kind: Kind, value: unknown, comparator: Comparator, comparing: Comparing): boolean {
  return Object.entries(comparator).every(([operator, wanted]) => {
    const here = { ...comparing, path: [...comparing.path, operator] };
    if (wanted === null || wanted === undefined)
      throw refusedArgument(here.path, 'isDefined', `${operator} should not be null`);
    if (operator === 'null') return (value === null) === wanted;
    if (operator === 'and') return each(wanted).every((part) => satisfies(kind, value, part, here));
    if (operator === 'or') return each(wanted).some((part) => satisfies(kind, value, part, here));
    return holds(kind, operator, { value, wanted }, here);
  });
}

function holds(
  kind: Kind,
  operator: string,
  { value, wanted }: { value: unknown; wanted: unknown },
  comparing: Comparing,
): boolean {
  const list = (Array.isArray(wanted) ? wanted : [wanted]).map((one) => comparable(kind, one, comparing));
  if (value === null) return false;
  const given = value as string | number | boolean;
  const text = TEXT[operator];
  if (text) return text(String(given), String(wanted));
  const own = kind === 'moment' ? Date.parse(String(given)) : given;
  const other = list[0];
  switch (operator) {
    case 'eq':
    case 'in':
      return list.includes(own);
    case 'neq':
    case 'nin':
      return !list.includes(own);
    case 'gt':
      return other !== undefined && own > other;
    case 'gte':
      return other !== undefined && own >= other;
    case 'lt':
      return other !== undefined && own < other;
    case 'lte':
      return other !== undefined && own <= other;
    default:
      throw new Error(`The sandbox does not know the comparator ${operator}.`);
  }
}

function comparable(kind: Kind, wanted: unknown, { now, path }: Comparing): string | number | boolean {
  if (kind === 'moment') return read(String(wanted), now).getTime();
  if (kind === 'date') return dateOf(String(wanted), now);
  if (kind === 'id' && !isUuid(String(wanted))) {
    const leaf = path.at(-1) ?? '';
    throw refusedArgument(
      path,
      'isUuid',
      Array.isArray(wanted) ? `each value in ${leaf} must be a UUID` : `${leaf} must be a UUID`,
    );
  }
  return kind === 'id' || kind === 'issue-id' ? String(wanted) : (wanted as string | number | boolean);
}

function read(text: string, now: Date): Date {
  return momentOf(text) ?? afterDuration(text, now) ?? new Date(Number.NaN);
}

function dateOf(text: string, now: Date): string {
  return read(text, now).toISOString().slice(0, 10);
}

function each(wanted: unknown): readonly Comparator[] {
  return wanted as readonly Comparator[];
}

function fold(text: string): string {
  return text.toLocaleLowerCase('en');
}

function plain(text: string): string {
  return fold(text.normalize('NFD').replace(/\p{M}/gu, ''));
}
