import { type Kysely, sql } from 'kysely';
import type {
  GatewayCommit,
  GatewaySession,
  GatewayStore,
  InteractionState,
  TakenInteraction,
} from '../../ports/store.ts';
import type { Clock } from '../../shared/clock.ts';
import { appendAudit } from './audit-log.ts';
import type { Connection } from './connection.ts';
import { holdsLease, sqliteLease } from './gateway-lease.ts';
import { insertDeliveries } from './inbox-rows.ts';
import type { Tables } from './tables.ts';

/** Discord's bit for guilds, roles and channels: all that was asked for when intents were not yet written down. */
const INTENTS_OF_OLDER_CODE = 1;

/** So many finished interactions are forgotten in one transaction, so that interactions that arrive do not wait. */
const PURGE_BATCH = 500;

/**
 * What the gateway needs to lose nothing and say nothing twice, in SQLite. A commit after `release` is fenced too. The
 * statements of `commit` are plain SQL, prepared once: it runs for every interaction, before its acknowledgement.
 */
export function sqliteGatewayStore(connection: Connection, query: Kysely<Tables>, clock: Clock): GatewayStore {
  return {
    ...sqliteLease(connection),
    session: () =>
      connection.read(() => {
        const [row] = connection.rows(
          query
            .selectFrom('gateway_session')
            .leftJoin('gateway_session_intents as of', 'of.session_id', 'gateway_session.session_id')
            .select(['gateway_session.session_id', 'resume_url', 'sequence', 'shard_count', 'of.intents']),
        );
        if (row === undefined) return null;
        const { session_id, resume_url, sequence, shard_count, intents } = row;
        return {
          sessionId: session_id,
          resumeUrl: resume_url,
          sequence,
          shardCount: shard_count,
          intents: intents ?? INTENTS_OF_OLDER_CODE,
        };
      }),
    commit: (step) =>
      connection.write(() => {
        if (!holdsLease(connection, step.epoch)) return { kind: 'fenced' };
        const known = take(connection, step.taken);
        finish(connection, step.finished, clock.now());
        insertDeliveries(connection, step.received);
        if (step.session !== undefined) saveSession(connection, step.session);
        appendAudit(connection, step.audit);
        return { kind: 'committed', known };
      }),
    seen: (ids) => connection.read(() => statesOf(connection, ids)),
    unfinished: () => connection.read(() => unfinished(connection, query)),
    purge: (before) => purge(connection, before),
  };
}

/** Returns the ids that were there before. */
function take(connection: Connection, taken: readonly TakenInteraction[]): ReadonlySet<string> {
  const insert = connection.statement(
    'INSERT INTO interaction (id, token, payload, received_at, reference) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const known = new Set<string>();
  for (const { id, token, payload, receivedAt, reference } of taken) {
    const { changes } = insert.run(id, token, payload, receivedAt.toISOString(), reference);
    if (Number(changes) === 0) known.add(id);
  }
  return known;
}

function finish(connection: Connection, finished: GatewayCommit['finished'], now: Date): void {
  const update = connection.statement(
    "UPDATE interaction SET state = ?, finished_at = ?, token = NULL, payload = NULL WHERE id = ? AND state = 'taken'",
  );
  for (const { id, state } of finished) update.run(state, now.toISOString(), id);
}

function saveSession(connection: Connection, session: GatewaySession | null): void {
  if (session === null) {
    connection.statement('DELETE FROM gateway_session').run();
    return;
  }
  connection
    .statement('INSERT OR REPLACE INTO gateway_session VALUES (1, ?, ?, ?, ?)')
    .run(session.sessionId, session.resumeUrl, session.sequence, session.shardCount);
  connection
    .statement('INSERT OR REPLACE INTO gateway_session_intents VALUES (1, ?, ?)')
    .run(session.sessionId, session.intents);
}

function statesOf(connection: Connection, ids: readonly string[]): ReadonlyMap<string, InteractionState> {
  // As one JSON parameter: the text of the statement stays the same for every number of ids.
  const select = connection.statement('SELECT id, state FROM interaction WHERE id IN (SELECT value FROM json_each(?))');
  const rows = select.all(JSON.stringify(ids));
  return new Map(rows.map(({ id, state }) => [String(id), state as InteractionState]));
}

function unfinished(connection: Connection, query: Kysely<Tables>): readonly TakenInteraction[] {
  const oldestFirst = query
    .selectFrom('interaction')
    .select(['id', 'token', 'payload', 'received_at', 'reference'])
    // Written out, not a parameter: only then SQLite uses the index of unfinished ones.
    .where('state', '=', sql.lit('taken'))
    .orderBy('received_at')
    .orderBy(sql`rowid`);
  return connection.rows(oldestFirst).map(({ id, token, payload, received_at, reference }) => ({
    id,
    token: token ?? '',
    payload: payload ?? '',
    receivedAt: new Date(received_at),
    reference,
  }));
}

async function purge(connection: Connection, before: Date): Promise<number> {
  let total = 0;
  for (;;) {
    const purged = await connection.write(() => {
      const remove = connection.statement(
        `DELETE FROM interaction WHERE rowid IN (
          SELECT rowid FROM interaction WHERE state <> 'taken' AND received_at < ? ORDER BY received_at LIMIT ${PURGE_BATCH}
        )`,
      );
      return Number(remove.run(before.toISOString()).changes);
    });
    total += purged;
    if (purged < PURGE_BATCH) break;
    await new Promise((resume) => setImmediate(resume));
  }
  // Erased reply tokens still stand in the write-ahead log until it is written back and cut off.
  await connection.read((db) => db.exec('PRAGMA wal_checkpoint(TRUNCATE)'));
  return total;
}
