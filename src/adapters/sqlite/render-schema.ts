import { migrateOnce } from './migrate.ts';
import { MIGRATIONS } from './migrations/all.ts';
import { openSqlite } from './open-sqlite.ts';

const HEADER =
  '-- The whole schema after all migrations. Generated from src/adapters/sqlite/migrations; not edited by hand.';

/** The text of `schema.sql`: what all migrations together make of an empty database. */
export async function renderSchema(): Promise<string> {
  const db = await openSqlite(':memory:');
  try {
    while (migrateOnce(db, { migrations: MIGRATIONS, now: new Date(0) })) {
      // One migration at a time.
    }
    const objects = db
      .prepare(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY tbl_name, rowid",
      )
      .all();
    return `${[HEADER, ...objects.map(({ sql }) => `${String(sql)};`)].join('\n\n')}\n`;
  } finally {
    db.close();
  }
}
