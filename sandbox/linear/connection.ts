import { refusedArgument, refusedInput } from './errors.ts';
import { type Filter, type FilterFields, passes } from './filter.ts';
import type { LinearStore } from './store.ts';
import type { Row } from './workspace.ts';

/** The arguments of Linear's connections. */
export interface PageArguments {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
  readonly orderBy?: 'createdAt' | 'updatedAt' | null;
  readonly includeArchived?: boolean | null;
  readonly filter?: Filter | null;
}

export interface Connection<T> {
  readonly nodes: readonly T[];
  readonly edges: readonly { readonly node: T; readonly cursor: string }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  /** All that match, before paging; only search shows it. */
  readonly totalCount: number;
}

const DEFAULT_PAGE = 50;
// Not in the schema; the service answers 251 with "first must not be greater than 250".
const LARGEST_PAGE = 250;

/**
 * One page of rows: filtered, newest first by `createdAt` (default) or `updatedAt`, without archived ones unless asked
 * for. 50 by default, at most 250. The cursor is the id of a row, whatever the order (https://linear.app/developers/pagination).
 */
export function connect<T extends Row>(
  store: LinearStore,
  given: { readonly rows: readonly T[]; readonly fields: FilterFields | null; readonly isRanked?: boolean },
  page: PageArguments,
): Connection<T> {
  checkPage(page);
  const ordered = given.isRanked && !page.orderBy ? given.rows : newestFirst(given.rows, page.orderBy ?? 'createdAt');
  const matching = ordered.filter((row) => isWanted(store, given.fields, row, page));
  return slice({ ordered, matching }, page);
}

function isWanted(store: LinearStore, fields: FilterFields | null, row: Row, page: PageArguments): boolean {
  if (row.archivedAt !== null && page.includeArchived !== true) return false;
  if (!page.filter || !fields) return true;
  return passes(fields, row, page.filter, { store, now: store.now(), path: ['filter'] });
}

function newestFirst<T extends Row>(rows: readonly T[], key: 'createdAt' | 'updatedAt'): readonly T[] {
  return [...rows].sort((a, b) => (a[key] === b[key] ? (a.id < b.id ? 1 : -1) : a[key] < b[key] ? 1 : -1));
}

function checkPage(page: PageArguments): void {
  for (const name of ['first', 'last'] as const) {
    const size = page[name];
    if (size === null || size === undefined) continue;
    if (size > LARGEST_PAGE) throw refusedArgument([name], 'max', `${name} must not be greater than ${LARGEST_PAGE}`);
    if (size < 1) throw refusedArgument([name], 'min', `${name} must not be less than 1`);
  }
  if (page.first && page.last) throw refusedInput('Only one of first and last can be given');
}

interface Matched<T> {
  readonly ordered: readonly T[];
  /** Those of `ordered` that the filter lets through. */
  readonly matching: readonly T[];
}

function slice<T extends Row>({ ordered, matching }: Matched<T>, page: PageArguments): Connection<T> {
  const [from, to] = windowOf(ordered, matching, page);
  const window = matching.slice(from, to);
  const size = page.last ?? page.first ?? DEFAULT_PAGE;
  const nodes = page.last ? window.slice(-size) : window.slice(0, size);
  const start = page.last ? from + window.length - nodes.length : from;
  return {
    nodes,
    edges: nodes.map((node) => ({ node, cursor: node.id })),
    pageInfo: {
      hasNextPage: start + nodes.length < matching.length,
      hasPreviousPage: start > 0,
      startCursor: nodes[0]?.id ?? null,
      endCursor: nodes.at(-1)?.id ?? null,
    },
    totalCount: matching.length,
  };
}

// The row of a cursor keeps its place in the order also when the filter no longer lets it through.
function windowOf(ordered: readonly Row[], matching: readonly Row[], page: PageArguments): [number, number] {
  if (!page.after && !page.before) return [0, matching.length];
  const places = new Map(ordered.map(({ id }, place) => [id, place]));
  const placeOf = (id: string): number => {
    const place = places.get(id);
    if (place === undefined) throw refusedInput('The cursor is not valid');
    return place;
  };
  const after = page.after ? placeOf(page.after) : -1;
  const before = page.before ? placeOf(page.before) : ordered.length;
  const from = matching.findIndex(({ id }) => placeOf(id) > after);
  const to = matching.findIndex(({ id }) => placeOf(id) >= before);
  return [from < 0 ? matching.length : from, to < 0 ? matching.length : to];
}
