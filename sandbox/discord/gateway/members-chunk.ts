import { GatewayDispatchEvents } from 'discord-api-types/v10';
import type { Core } from '../core.ts';
import { memberPayload } from '../world/present.ts';
import type { RequestMembers } from './frames.ts';
import type { Session } from './sessions.ts';

/**
 * Answers op 8. The whole list needs the members intent; without it, names and ids can still be asked for.
 * https://docs.discord.com/developers/events/gateway-events#request-guild-members
 */
export function membersChunk(core: Core, session: Session | null, request: RequestMembers): void {
  const { world } = core;
  if (!session || request.guild_id !== world.guild.id) return;
  const ids = request.user_ids === undefined ? null : [request.user_ids].flat();
  const mayListAll = (session.intents & (1 << 1)) !== 0;
  if (ids === null && request.query === '' && !mayListAll) return;
  const found = world.members().filter(({ userId }) => {
    if (ids) return ids.includes(userId);
    return world
      .user(userId)
      .name.toLowerCase()
      .startsWith((request.query ?? '').toLowerCase());
  });
  const limited = request.limit ? found.slice(0, request.limit) : found;
  session.dispatch(GatewayDispatchEvents.GuildMembersChunk, {
    guild_id: world.guild.id,
    members: limited.map(({ userId }) => memberPayload(world, userId)),
    chunk_index: 0,
    chunk_count: 1,
    ...(ids ? { not_found: ids.filter((id) => !world.findMember(id)) } : {}),
    ...(request.nonce === undefined ? {} : { nonce: request.nonce }),
  });
}
