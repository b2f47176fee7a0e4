import type { API } from '@discordjs/core';
import type { RoleNames } from '../../ports/roles.ts';
import { discordCall, toDiscordError } from './discord-call.ts';

/** An interaction may be waiting for it, with its acknowledgement still to come. */
const ROLES = { attempts: 5, budgetMs: 1_500, attemptMs: 1_200 };

interface RoleLike {
  readonly id: string;
  readonly name: string;
}

/** Role names by guild: learned from gateway events, asked for when a resumed session brought none. */
export class RoleDirectory implements RoleNames {
  readonly #api: API;
  readonly #guilds = new Map<string, Map<string, string>>();
  readonly #loading = new Map<string, Promise<void>>();

  constructor(api: API) {
    this.#api = api;
  }

  namesOf(guildId: string): ReadonlyMap<string, string> | null {
    return this.#guilds.get(guildId) ?? null;
  }

  /** Source: resources/guild, "Get Guild Roles". */
  load(guildId: string): Promise<void> {
    if (this.#guilds.has(guildId)) return Promise.resolve();
    const running = this.#loading.get(guildId) ?? this.#fetch(guildId).finally(() => this.#loading.delete(guildId));
    this.#loading.set(guildId, running);
    return running;
  }

  learnGuild(guildId: string, roles: readonly RoleLike[]): void {
    this.#guilds.set(guildId, new Map(roles.map((role) => [role.id, role.name])));
  }

  learnRole(guildId: string, role: RoleLike): void {
    this.#guilds.get(guildId)?.set(role.id, role.name);
  }

  forgetRole(guildId: string, roleId: string): void {
    this.#guilds.get(guildId)?.delete(roleId);
  }

  async #fetch(guildId: string): Promise<void> {
    try {
      this.learnGuild(guildId, await discordCall((signal) => this.#api.guilds.getRoles(guildId, { signal }), ROLES));
    } catch (error) {
      throw toDiscordError(error, { guild: guildId });
    }
  }
}
