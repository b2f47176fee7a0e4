import { type APIUser, PermissionFlagsBits } from 'discord-api-types/v10';
import type { WorldChannel } from './model.ts';
import { can } from './permissions.ts';
import { userPayload } from './present.ts';
import type { World } from './world.ts';

/** https://docs.discord.com/developers/resources/message#allowed-mentions-object */
export interface AllowedMentions {
  readonly parse?: readonly ('users' | 'roles' | 'everyone')[] | null | undefined;
  readonly users?: readonly string[] | null | undefined;
  readonly roles?: readonly string[] | null | undefined;
  readonly replied_user?: boolean | null | undefined;
}

export interface Mentions {
  readonly users: APIUser[];
  readonly roleIds: string[];
  readonly everyone: boolean;
}

/** Whom a text pings. Without `allowed` every mention in it counts, as in a message that a person types. */
export function mentionsIn(
  world: World,
  text: string,
  from: { authorId: string; channel: WorldChannel; allowed: AllowedMentions | null },
): Mentions {
  const { allowed } = from;
  const lets = (kind: 'users' | 'roles' | 'everyone'): boolean =>
    allowed === null || (allowed.parse ?? []).includes(kind);
  const named = (ids: readonly string[] | null | undefined, id: string): boolean => (ids ?? []).includes(id);

  const userIds = idsIn(text, /<@!?(\d{17,20})>/g).filter((id) => lets('users') || named(allowed?.users, id));
  const roleIds = idsIn(text, /<@&(\d{17,20})>/g).filter((id) => lets('roles') || named(allowed?.roles, id));
  const mayMentionAll = can(
    world,
    { userId: from.authorId, channel: from.channel },
    PermissionFlagsBits.MentionEveryone,
  );
  return {
    users: userIds.flatMap((id) => world.findUser(id) ?? []).map(userPayload),
    roleIds: roleIds.filter((id) => mayMentionAll || world.findRole(id)?.isMentionable === true),
    everyone: /@(everyone|here)\b/.test(text) && lets('everyone') && mayMentionAll,
  };
}

function idsIn(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].flatMap(([, id]) => id ?? []))];
}
