import type { Kysely } from 'kysely';
import {
  DEFAULT_PREFERENCES,
  type PreferenceStore,
  type Preferences,
  type WhenToTell,
} from '../../ports/preferences.ts';
import { PERSONAL_KIND_NAMES } from '../../shared/personal-kinds.ts';
import { isTimeZone } from '../../shared/zoned-time.ts';
import type { Connection } from './connection.ts';
import type { Tables } from './tables.ts';

/** What members want to be told, in SQLite. */
export function sqlitePreferenceStore(connection: Connection, query: Kysely<Tables>): PreferenceStore {
  return {
    of: (discordUserId) =>
      connection.read(() => {
        const [row] = connection.rows(
          query.selectFrom('preference').selectAll().where('discord_user_id', '=', discordUserId),
        );
        return row === undefined ? DEFAULT_PREFERENCES : toPreferences(row);
      }),
    async save(discordUserId, { kinds, timeZone, quiet, summaryAt }, now) {
      await connection.write(() =>
        connection
          .statement('INSERT OR REPLACE INTO preference VALUES (?, ?, ?, ?, ?, ?, ?)')
          .run(
            discordUserId,
            JSON.stringify(kinds),
            timeZone,
            quiet?.from ?? null,
            quiet?.until ?? null,
            summaryAt,
            now.toISOString(),
          ),
      );
    },
  };
}

function toPreferences(row: Tables['preference']): Preferences {
  const { quiet_from: from, quiet_until: until } = row;
  return {
    kinds: kindsOf(JSON.parse(row.kinds) as Readonly<Record<string, unknown>>),
    // The tables of the platform can lose a zone with an update; nobody should stay silent for that.
    timeZone: isTimeZone(row.time_zone) ? row.time_zone : DEFAULT_PREFERENCES.timeZone,
    quiet: from === null || until === null ? null : { from, until },
    summaryAt: row.summary_at,
  };
}

/** A kind that came with a later version is told as usual. */
function kindsOf(stored: Readonly<Record<string, unknown>>): Preferences['kinds'] {
  const isWhen = (value: unknown): value is WhenToTell => value === 'now' || value === 'summary' || value === 'never';
  return Object.fromEntries(
    PERSONAL_KIND_NAMES.map((kind) => {
      const value = stored[kind];
      return [kind, isWhen(value) ? value : DEFAULT_PREFERENCES.kinds[kind]];
    }),
  ) as Preferences['kinds'];
}
