import { GatewayDispatchEvents, type GatewayDispatchPayload } from 'discord-api-types/v10';
import type { ReactionEvent } from '../../ports/work-event.ts';

/** What anybody here does something about: capturing, and how urgent it is. Everything else people react with is theirs. */
const EMOJI: ReadonlySet<string> = new Set(['📌', '🔴', '🟠', '🟡', '🟢']);

/**
 * Somebody put one of our emoji on a message of a server, or took it away; null for everything else. Sources:
 * events/gateway-events, "Message Reaction Add" and "Message Reaction Remove".
 */
export function readReaction(payload: GatewayDispatchPayload, at: Date): ReactionEvent | null {
  const isAdded = payload.t === GatewayDispatchEvents.MessageReactionAdd;
  if (!isAdded && payload.t !== GatewayDispatchEvents.MessageReactionRemove) return null;
  const { emoji, user_id: userId, guild_id: guildId, channel_id: channelId, message_id: messageId } = payload.d;
  // Emoji of a server have an id, and may have any name.
  if (guildId === undefined || emoji.id !== null || emoji.name === null || !EMOJI.has(emoji.name)) return null;
  if (payload.t === GatewayDispatchEvents.MessageReactionAdd && payload.d.member?.user.bot === true) return null;
  return {
    kind: isAdded ? 'reaction-added' : 'reaction-removed',
    // Discord does not say when it happened.
    at,
    actor: null,
    emoji: emoji.name,
    userId,
    guildId,
    channelId,
    messageId,
  };
}
