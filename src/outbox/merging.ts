import type { OutboxPost, OutboxRow } from '../ports/outbox.ts';

/** What comes within a minute of a message is added to it; later, people had better see that there is something new. */
const WINDOW_MS = 60_000;
/** How long after its minute a message may still be edited to say what came in that minute. */
export const GRACE_MS = 30_000;
/** The first edit comes soon, the next ones each later than the one before, so that twenty changes cost few requests. */
const EDIT_AFTER_MS = [3_000, 6_000, 12_000, 20_000];

/** More is not read in one message. */
export const MOST_ROWS = 20;
const MOST_CHARS = 3_500;

/** Until when a message takes more, and when it may be edited next; null: never again. */
export interface Merging {
  readonly takesUntil: Date;
  readonly editAt: Date;
}

/** What to do with rows that have the same merge key, in their order. */
export type Merge =
  | { readonly kind: 'edit'; readonly rows: readonly OutboxRow[] }
  | { readonly kind: 'send'; readonly rows: readonly OutboxRow[] };

/**
 * As many of the rows as belong into one message: into the open one when they came in its minute and there is room,
 * otherwise into a new one.
 */
export function chooseRows(
  rows: readonly OutboxRow[],
  open: { readonly post: OutboxPost; readonly rows: readonly OutboxRow[] } | null,
): Merge {
  const { takesUntil } = open?.post ?? { takesUntil: null };
  if (open !== null && takesUntil !== null) {
    const added = asMany(rows, { room: roomAfter(open.rows), isWelcome: (row) => dueAt(row) <= takesUntil });
    if (added.length > 0) return { kind: 'edit', rows: added };
  }
  const [first, ...others] = rows;
  if (first === undefined) throw new Error('Nothing to say.');
  const isWelcome = (row: OutboxRow): boolean => first.mergeKey !== null && isNotice(row);
  if (!isWelcome(first)) return { kind: 'send', rows: [first] };
  return { kind: 'send', rows: [first, ...asMany(others, { room: roomAfter([first]), isWelcome })] };
}

/** After a message was sent or edited now. `rows` are all that it says. */
export function mergingAfter(post: OutboxPost, rows: readonly OutboxRow[], now: Date): Merging | null {
  if (post.mergeKey === null || !rows.every(isNotice)) return null;
  const takesUntil = post.takesUntil ?? new Date(now.getTime() + WINDOW_MS);
  const { rows: roomForRows, chars } = roomAfter(rows);
  const isFirst = post.message === null;
  if ((!isFirst && post.takesUntil === null) || takesUntil <= now || roomForRows <= 0 || chars <= 0) return null;
  const times = isFirst ? 0 : post.edits + 1;
  const pauseMs = EDIT_AFTER_MS[Math.min(times, EDIT_AFTER_MS.length - 1)] ?? WINDOW_MS;
  return { takesUntil, editAt: new Date(Math.min(now.getTime() + pauseMs, takesUntil.getTime())) };
}

interface Room {
  readonly rows: number;
  readonly chars: number;
}

function roomAfter(rows: readonly OutboxRow[]): Room {
  return { rows: MOST_ROWS - rows.length, chars: MOST_CHARS - rows.reduce((sum, row) => sum + charsOf(row), 0) };
}

/** From the first on, without leaving one out: what happened first is said first. */
function asMany(
  rows: readonly OutboxRow[],
  { room, isWelcome }: { readonly room: Room; readonly isWelcome: (row: OutboxRow) => boolean },
): readonly OutboxRow[] {
  const chosen: OutboxRow[] = [];
  let { chars } = room;
  for (const row of rows) {
    chars -= charsOf(row);
    if (chosen.length >= room.rows || chars < 0 || !isWelcome(row)) break;
    chosen.push(row);
  }
  return chosen;
}

const isNotice = ({ content }: OutboxRow): boolean => content.kind === 'notice';

function charsOf({ content }: OutboxRow): number {
  return content.kind === 'notice' ? content.notice.lines.reduce((sum, line) => sum + line.length + 1, 0) : MOST_CHARS;
}

/** When it could have been said first. */
function dueAt({ notBefore, createdAt }: OutboxRow): Date {
  return notBefore !== undefined && notBefore > createdAt ? notBefore : createdAt;
}
