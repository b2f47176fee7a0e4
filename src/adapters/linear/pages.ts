import type { Page } from './answer-shapes.ts';
import { badAnswer } from './failure.ts';

/** Beyond this something is wrong with the paging, and a list that is silently cut would be worse than an error. */
const MAX_PAGES = 40;

type Connections<K extends string> = Readonly<Record<K, Page<unknown>>>;

/** The cursors to go on from, by connection; empty for the first page. */
export type Cursors<K extends string> = Readonly<Partial<Record<K, string>>>;

export interface PagePlan<K extends string, T> {
  /** For the error. */
  readonly document: string;
  /** The connections of the answer to follow. */
  readonly keys: readonly K[];
  /** Null when there is no such thing. */
  readonly ask: (after: Cursors<K>) => Promise<T | null>;
  /** Stops before the end, when what is there is all that is wanted. */
  readonly isEnough?: (key: K, soFar: T) => boolean;
}

/**
 * Asks until every connection of the answer is complete: the first answer, with the nodes of all pages in it. Throws
 * `LINEAR_BAD_ANSWER` rather than returning a list that is short.
 */
export async function followPages<K extends string, T extends Connections<K>>(plan: PagePlan<K, T>): Promise<T | null> {
  const { document, ask, isEnough = () => false } = plan;
  let all = await ask({} as Cursors<K>);
  let open = openOf(plan.keys, all, isEnough);
  for (let pages = 1; all !== null && open.length > 0; pages += 1) {
    if (pages >= MAX_PAGES) throw badAnswer(document, open.join(), `more than ${MAX_PAGES} pages`);
    const next = await ask(cursorsOf(plan.keys, all));
    if (next === null) return null;
    const stuck = open.find((key) => isStuck(all as T, next, key));
    if (stuck !== undefined) throw badAnswer(document, `${stuck}.pageInfo`, 'a page that does not lead on');
    all = merged(all, next, open);
    open = openOf(open, all, isEnough);
  }
  return all;
}

function openOf<K extends string, T extends Connections<K>>(
  keys: readonly K[],
  all: T | null,
  isEnough: (key: K, soFar: T) => boolean,
): readonly K[] {
  return all === null ? [] : keys.filter((key) => all[key].pageInfo.hasNextPage && !isEnough(key, all));
}

/** Also of the connections that are complete: from their end they bring nothing, from the start everything again. */
function cursorsOf<K extends string>(keys: readonly K[], all: Connections<K>): Cursors<K> {
  const known = keys.flatMap((key) => {
    const { endCursor } = all[key].pageInfo;
    return endCursor === null ? [] : [[key, endCursor]];
  });
  return Object.fromEntries(known) as Cursors<K>;
}

function isStuck<K extends string>(all: Connections<K>, next: Connections<K>, key: K): boolean {
  const { endCursor } = all[key].pageInfo;
  const after = next[key].pageInfo;
  return endCursor === null || (after.hasNextPage && after.endCursor === endCursor);
}

function merged<K extends string, T extends Connections<K>>(all: T, next: T, keys: readonly K[]): T {
  const pages = keys.map((key) => {
    const nodes = [...all[key].nodes, ...next[key].nodes];
    return [key, { nodes, pageInfo: next[key].pageInfo }];
  });
  const longer = Object.fromEntries(pages) as Partial<T>;
  return { ...all, ...longer };
}
