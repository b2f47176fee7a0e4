import type { Kysely, Selectable } from 'kysely';
import type { AuditEntry, AuditLog, AuditRow } from '../../ports/store.ts';
import { type AuditFields, auditFields, chainHash, GENESIS_HASH } from './audit-chain.ts';
import type { Connection } from './connection.ts';
import type { Tables } from './tables.ts';

/** So many rows are checked at a time; in between the process does other things. */
const VERIFY_BATCH = 1_000;

type StoredRow = Selectable<Tables['audit']>;
type Verdict = Awaited<ReturnType<AuditLog['verify']>>;

/** The audit log in SQLite. */
export function sqliteAuditLog(connection: Connection, query: Kysely<Tables>): AuditLog {
  return {
    async append(entries) {
      if (entries.length > 0) await connection.write(() => appendAudit(connection, entries));
    },
    latest: (limit) =>
      connection.read(() =>
        connection.rows(query.selectFrom('audit').selectAll().orderBy('number', 'desc').limit(limit)).map(toAuditRow),
      ),
    verify: () => verify(connection, query),
  };
}

/** Appends inside a transaction of `connection`. Plain SQL, because it is part of every step of the gateway. */
export function appendAudit(connection: Connection, entries: readonly AuditEntry[]): void {
  if (entries.length === 0) return;
  const last = connection.statement('SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1').get();
  const insert = connection.statement('INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  let number = Number(last?.number ?? 0);
  let previousHash = String(last?.hash ?? GENESIS_HASH);
  for (const entry of entries) {
    const fields = auditFields(entry);
    const hash = chainHash(previousHash, fields);
    const { at, actor, action, subject, reference, detail } = fields;
    number += 1;
    insert.run(number, at, actor, action, subject, reference, detail, previousHash, hash);
    previousHash = hash;
  }
}

async function verify(connection: Connection, query: Kysely<Tables>): Promise<Verdict> {
  // Asked first: rows that are appended while we verify only make the log longer than this.
  const highest = await connection.read(() => highestNumberGiven(connection));
  let number = 0;
  let previousHash = GENESIS_HASH;
  for (;;) {
    const batch = query
      .selectFrom('audit')
      .selectAll()
      .where('number', '>', number)
      .orderBy('number')
      .limit(VERIFY_BATCH);
    const rows = await connection.read(() => connection.rows(batch));
    for (const row of rows) {
      const why = whyBroken(row, { number: number + 1, previousHash });
      if (why !== null) return { kind: 'broken', atNumber: number + 1, why };
      number = row.number;
      previousHash = row.hash;
    }
    if (rows.length < VERIFY_BATCH) break;
    await new Promise((resume) => setImmediate(resume));
  }
  return highest > number
    ? { kind: 'broken', atNumber: number + 1, why: `the log ends here, but row ${highest} once existed` }
    : { kind: 'intact', rows: number };
}

function whyBroken(row: StoredRow, expected: { number: number; previousHash: string }): string | null {
  if (row.number !== expected.number) return 'the row is missing';
  if (row.previous_hash !== expected.previousHash) return 'it does not continue the row before it';
  if (row.hash !== chainHash(row.previous_hash, row satisfies AuditFields))
    return 'its content is not what was written';
  return null;
}

function highestNumberGiven(connection: Connection): number {
  return Number(connection.statement("SELECT seq FROM sqlite_sequence WHERE name = 'audit'").get()?.seq ?? 0);
}

function toAuditRow(row: StoredRow): AuditRow {
  const { number, at, actor, action, subject, reference, detail, hash } = row;
  return {
    number,
    at: new Date(at),
    actor,
    action,
    subject,
    reference,
    detail: JSON.parse(detail) as AuditRow['detail'],
    previousHash: row.previous_hash,
    hash,
  };
}
