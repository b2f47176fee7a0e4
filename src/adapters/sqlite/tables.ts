import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import type { InteractionState } from '../../ports/store.ts';

/** The tables as the migrations leave them. Times are UTC ISO 8601 text, which sorts by time. */
export interface Tables {
  gateway_session: {
    id: 1;
    session_id: string;
    resume_url: string;
    sequence: number;
    shard_count: number;
  };
  gateway_session_intents: {
    id: 1;
    session_id: string;
    intents: number;
  };
  interaction: {
    id: string;
    token: string | null;
    payload: string | null;
    received_at: string;
    reference: string;
    state: InteractionState;
    finished_at: string | null;
  };
  link: {
    discord_user_id: string;
    tracker_user_id: string;
    tracker_name: string;
    linked_at: string;
    linked_by: string;
  };
  preference: {
    discord_user_id: string;
    /** JSON: kind → when. */
    kinds: string;
    time_zone: string;
    quiet_from: string | null;
    quiet_until: string | null;
    summary_at: string;
    changed_at: string;
  };
  audit: {
    number: number;
    at: string;
    actor: string;
    action: string;
    subject: string;
    reference: string;
    detail: string;
    previous_hash: string;
    hash: string;
  };
}

/**
 * Writes SQL, checked against the tables; it does not run it. `Connection.rows` does, at once: Kysely's own drivers run
 * asynchronously, and two transactions of one connection would then get into each other's way.
 */
export function queryBuilder(): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
}
