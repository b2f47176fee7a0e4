import type { GatewayStore, Lease, LeaseOwner } from '../../ports/store.ts';
import type { Connection } from './connection.ts';
import type { SqliteRow } from './open-sqlite.ts';

type AcquireOptions = Parameters<GatewayStore['acquire']>[1];
type Acquired = Awaited<ReturnType<GatewayStore['acquire']>>;

/** The one row that says who owns the gateway. It stays when nobody does, because the epoch must never go back. */
export function sqliteLease(connection: Connection): Pick<GatewayStore, 'acquire' | 'renew' | 'release'> {
  return {
    acquire: (owner, options) => connection.write(() => acquire(connection, owner, options)),
    renew: (epoch, { now, ttlMs }) =>
      connection.write(() => {
        const renew = connection.statement(
          'UPDATE gateway_lease SET expires_at = ? WHERE epoch = ? AND owner_id IS NOT NULL',
        );
        return Number(renew.run(expiry(now, ttlMs).toISOString(), epoch).changes) > 0;
      }),
    release: (epoch) =>
      connection.write(() => {
        const release = connection.statement(
          'UPDATE gateway_lease SET owner_id = NULL, owner_host = NULL, owner_pid = NULL, expires_at = NULL WHERE epoch = ?',
        );
        release.run(epoch);
      }),
  };
}

/** True while the epoch is the current one and was not released; only inside a transaction. */
export function holdsLease(connection: Connection, epoch: number): boolean {
  return (
    connection.statement('SELECT 1 FROM gateway_lease WHERE epoch = ? AND owner_id IS NOT NULL').get(epoch) !==
    undefined
  );
}

function acquire(connection: Connection, owner: LeaseOwner, { now, ttlMs, isGone }: AcquireOptions): Acquired {
  const row = connection.statement('SELECT * FROM gateway_lease').get();
  const held = row === undefined ? null : toLease(row);
  const isOurs = held?.owner.id === owner.id;
  if (held !== null && !isOurs && held.expiresAt > now && !isGone(held.owner)) return { kind: 'held', by: held };
  const epoch = Number(row?.epoch ?? 0) + (isOurs ? 0 : 1);
  const expiresAt = expiry(now, ttlMs);
  connection
    .statement('INSERT OR REPLACE INTO gateway_lease VALUES (1, ?, ?, ?, ?, ?)')
    .run(epoch, owner.id, owner.host, owner.pid, expiresAt.toISOString());
  return { kind: 'acquired', lease: { epoch, owner, expiresAt } };
}

function expiry(now: Date, ttlMs: number): Date {
  return new Date(now.getTime() + ttlMs);
}

/** Null when it was released. */
function toLease(row: SqliteRow): Lease | null {
  if (row.owner_id === null) return null;
  return {
    epoch: Number(row.epoch),
    owner: { id: String(row.owner_id), host: String(row.owner_host), pid: Number(row.owner_pid) },
    expiresAt: new Date(String(row.expires_at)),
  };
}
