import { GatewayIntentBits } from 'discord-api-types/v10';

/** https://docs.discord.com/developers/events/gateway#list-of-intents */
export const KNOWN_INTENTS: number = Object.values(GatewayIntentBits)
  .filter((bit): bit is GatewayIntentBits => typeof bit === 'number')
  .reduce((all: number, bit) => all | bit, 0);

/** https://docs.discord.com/developers/events/gateway#privileged-intents */
export const PRIVILEGED_INTENTS =
  GatewayIntentBits.GuildMembers | GatewayIntentBits.GuildPresences | GatewayIntentBits.MessageContent;

const BY_EVENT: Readonly<Record<string, { guild: number; direct: number }>> = {
  GUILD_CREATE: { guild: GatewayIntentBits.Guilds, direct: 0 },
  THREAD_CREATE: { guild: GatewayIntentBits.Guilds, direct: 0 },
  MESSAGE_CREATE: { guild: GatewayIntentBits.GuildMessages, direct: GatewayIntentBits.DirectMessages },
  MESSAGE_UPDATE: { guild: GatewayIntentBits.GuildMessages, direct: GatewayIntentBits.DirectMessages },
  MESSAGE_DELETE: { guild: GatewayIntentBits.GuildMessages, direct: GatewayIntentBits.DirectMessages },
  MESSAGE_REACTION_ADD: {
    guild: GatewayIntentBits.GuildMessageReactions,
    direct: GatewayIntentBits.DirectMessageReactions,
  },
  MESSAGE_REACTION_REMOVE: {
    guild: GatewayIntentBits.GuildMessageReactions,
    direct: GatewayIntentBits.DirectMessageReactions,
  },
};

/** True when a session with these intents gets the event. Events without an intent (INTERACTION_CREATE) go to all. */
export function wants(intents: number, event: string, isDirect: boolean): boolean {
  const needed = BY_EVENT[event]?.[isDirect ? 'direct' : 'guild'] ?? 0;
  return (intents & needed) === needed;
}
