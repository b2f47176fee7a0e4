import type {
  AuthorNews,
  Capture,
  CaptureChange,
  CaptureDraft,
  CapturedIssue,
  CaptureState,
  CaptureStore,
} from '../../ports/captures.ts';
import type { Priority, StateType } from '../../ports/issue-tracker.ts';
import type { Connection } from './connection.ts';
import type { SqliteRow, SqliteValue } from './open-sqlite.ts';
import { storableText } from './storable-text.ts';

/** What was captured, in SQLite. */
export function sqliteCaptureStore(connection: Connection): CaptureStore {
  const one = (where: string, value: string): Promise<Capture | null> =>
    connection.read(() => {
      const row = connection.statement(`SELECT * FROM capture WHERE ${where}`).get(value);
      return row === undefined ? null : toCapture(row);
    });
  return {
    byId: (id) => one('id = ?', id),
    ofMessage: (messageId) => one('message_id = ? ORDER BY captured_at DESC, rowid DESC LIMIT 1', messageId),
    ofAuthor: (userId, limit) =>
      connection.read(() =>
        connection
          .statement('SELECT * FROM capture WHERE author_id = ? ORDER BY captured_at DESC, rowid DESC LIMIT ?')
          .all(userId, limit)
          .map(toCapture),
      ),
    keep: (capture) => connection.write(() => keepCapture(connection, capture)),
    change: (id, change) => connection.write(() => changeCapture(connection, id, change)),
  };
}

/** Inside a transaction; true when it is new. */
export function keepCapture(connection: Connection, capture: Capture): boolean {
  const { id, message, author, capturedBy, capturedAt, reference } = capture;
  const row: Record<string, SqliteValue> = {
    id,
    message_id: message?.id ?? null,
    channel_id: message?.channelId ?? null,
    message_url: message?.url ?? null,
    author_id: author.id,
    author_name: storableText(author.name),
    captured_by: capturedBy,
    captured_at: capturedAt.toISOString(),
    reference,
    ...columnsOf(capture),
  };
  const names = Object.keys(row);
  const insert = connection.statement(
    `INSERT INTO capture (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')}) ON CONFLICT DO NOTHING`,
  );
  return Number(insert.run(...Object.values(row)).changes) > 0;
}

/** Inside a transaction. */
export function changeCapture(connection: Connection, id: string, change: CaptureChange): void {
  const columns = columnsOf(change);
  const names = Object.keys(columns);
  if (names.length === 0) return;
  connection
    .statement(`UPDATE capture SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE id = ?`)
    .run(...Object.values(columns), id);
}

function columnsOf(change: CaptureChange): Record<string, SqliteValue> {
  const { state, draft, issue, priority, writtenAt, attempts, tellsAuthor, lastNews } = change;
  return {
    ...(state !== undefined && { state }),
    ...(draft !== undefined && { draft: draft && storableText(JSON.stringify(draft)) }),
    ...(issue !== undefined && issueColumns(issue)),
    ...(priority !== undefined && { priority }),
    ...(writtenAt !== undefined && { written_at: writtenAt?.toISOString() ?? null }),
    ...(attempts !== undefined && { attempts }),
    ...(tellsAuthor !== undefined && { tells_author: tellsAuthor === null ? null : Number(tellsAuthor) }),
    ...(lastNews !== undefined && { last_news: lastNews }),
  };
}

function issueColumns(issue: CapturedIssue | null): Record<string, SqliteValue> {
  return {
    issue_identifier: issue?.identifier ?? null,
    issue_title: issue && storableText(issue.title),
    issue_url: issue?.url ?? null,
    issue_state_name: issue && storableText(issue.state.name),
    issue_state_type: issue?.state.type ?? null,
  };
}

function toCapture(row: SqliteRow): Capture {
  const text = (name: string): string => String(row[name]);
  const isThere = (name: string): boolean => row[name] !== null;
  return {
    id: text('id'),
    message: isThere('message_id')
      ? { id: text('message_id'), channelId: text('channel_id'), url: text('message_url') }
      : null,
    author: { id: text('author_id'), name: text('author_name') },
    capturedBy: text('captured_by'),
    capturedAt: new Date(text('captured_at')),
    state: text('state') as CaptureState,
    draft: isThere('draft') ? (JSON.parse(text('draft')) as CaptureDraft) : null,
    issue: isThere('issue_identifier')
      ? {
          identifier: text('issue_identifier'),
          title: text('issue_title'),
          url: text('issue_url'),
          state: { name: text('issue_state_name'), type: text('issue_state_type') as StateType },
        }
      : null,
    priority: Number(row['priority']) as Priority,
    writtenAt: isThere('written_at') ? new Date(text('written_at')) : null,
    attempts: Number(row['attempts']),
    tellsAuthor: isThere('tells_author') ? row['tells_author'] === 1 : null,
    lastNews: isThere('last_news') ? (text('last_news') as AuthorNews) : null,
    reference: text('reference'),
  };
}
