import type { Kysely, Selectable } from 'kysely';
import type { Link, LinkStore } from '../../ports/store.ts';
import type { Connection } from './connection.ts';
import { storableText } from './storable-text.ts';
import type { Tables } from './tables.ts';

/** Who is who, in SQLite. */
export function sqliteLinkStore(connection: Connection, query: Kysely<Tables>): LinkStore {
  const links = query.selectFrom('link').selectAll();
  const find = (column: 'discord_user_id' | 'tracker_user_id', id: string): Link | null =>
    connection.rows(links.where(column, '=', id)).map(toLink)[0] ?? null;

  return {
    ofDiscordUser: (id) => connection.read(() => find('discord_user_id', id)),
    ofTrackerUser: (id) => connection.read(() => find('tracker_user_id', id)),
    all: () =>
      connection.read(() => connection.rows(links.orderBy('linked_at').orderBy('discord_user_id')).map(toLink)),
    claim: (link, { isReassign }) =>
      connection.write(() => {
        const holder = find('tracker_user_id', link.trackerUserId);
        const other = holder !== null && holder.discordUserId !== link.discordUserId ? holder : null;
        if (other !== null && !isReassign) return { kind: 'taken', by: other };
        if (other !== null)
          connection.rows(query.deleteFrom('link').where('discord_user_id', '=', other.discordUserId));
        const { discord_user_id, ...rest } = toRow(link);
        connection.rows(
          query
            .insertInto('link')
            .values({ discord_user_id, ...rest })
            .onConflict((conflict) => conflict.column('discord_user_id').doUpdateSet(rest)),
        );
        return { kind: 'linked', takenFrom: other };
      }),
    release: (id) =>
      connection.write(() => {
        const gone = query.deleteFrom('link').where('discord_user_id', '=', id).returning('discord_user_id');
        return connection.rows(gone).length > 0;
      }),
  };
}

function toRow(link: Link): Selectable<Tables['link']> {
  return {
    discord_user_id: link.discordUserId,
    tracker_user_id: link.trackerUserId,
    tracker_name: storableText(link.trackerName),
    linked_at: link.linkedAt.toISOString(),
    linked_by: link.linkedBy,
  };
}

function toLink(row: Selectable<Tables['link']>): Link {
  return {
    discordUserId: row.discord_user_id,
    trackerUserId: row.tracker_user_id,
    trackerName: row.tracker_name,
    linkedAt: new Date(row.linked_at),
    linkedBy: row.linked_by,
  };
}
