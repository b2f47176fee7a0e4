import type { API } from '@discordjs/core';
import { PermissionFlagsBits } from 'discord-api-types/v10';
import type { Member } from '../../ports/member.ts';

/** What makes somebody an administrator of a server. */
interface GuildRights {
  readonly ownerId: string;
  /** Roles with the permission "Administrator". */
  readonly administrators: ReadonlySet<string>;
  readonly readAtMs: number;
}

/** Reactions come one after another: for so long the rights of the roles are not asked again. */
const REMEMBER_MS = 60_000;

/**
 * Members as interactions describe them, for what comes without an interaction. Sources: resources/guild, "Get Guild
 * Member" and "Get Guild"; topics/permissions, "Permission Hierarchy".
 */
export class GuildMembers {
  readonly #api: API;
  readonly #rights = new Map<string, GuildRights>();

  constructor(api: API) {
    this.#api = api;
  }

  async find(guildId: string, userId: string, signal: AbortSignal): Promise<Member> {
    const [member, rights] = await Promise.all([
      this.#api.guilds.getMember(guildId, userId, { signal }),
      this.#rightsOf(guildId, signal),
    ]);
    const { user, nick, roles } = member;
    // Everybody has the role with the id of the server.
    const isAdministrator =
      userId === rights.ownerId || [...roles, guildId].some((id) => rights.administrators.has(id));
    return { userId, name: nick ?? user.global_name ?? user.username, roleIds: roles, isAdministrator };
  }

  async #rightsOf(guildId: string, signal: AbortSignal): Promise<GuildRights> {
    const known = this.#rights.get(guildId);
    if (known !== undefined && performance.now() - known.readAtMs < REMEMBER_MS) return known;
    const { owner_id: ownerId, roles } = await this.#api.guilds.get(guildId, {}, { signal });
    const administrators = roles.filter(
      ({ permissions }) => (BigInt(permissions) & PermissionFlagsBits.Administrator) !== 0n,
    );
    const rights = {
      ownerId,
      administrators: new Set(administrators.map(({ id }) => id)),
      readAtMs: performance.now(),
    };
    this.#rights.set(guildId, rights);
    return rights;
  }
}
