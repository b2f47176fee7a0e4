import {
  type APIApplicationCommandInteraction,
  type APIApplicationCommandInteractionDataBasicOption,
  type APIApplicationCommandInteractionDataOption,
  type APIInteraction,
  type APIMessageComponentInteraction,
  type APIModalSubmitInteraction,
  type APIUserApplicationCommandInteractionData,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ComponentType,
  InteractionType,
} from 'discord-api-types/v10';
import type { Incoming } from '../../ports/incoming.ts';
import type { Member, MenuMember } from '../../ports/member.ts';
import { type MessagePlace, threadIn, toChatMessage } from './chat-message.ts';

/** 2015-01-01, from which snowflakes count. Source: Discord's reference, "Snowflake IDs in HTTP". */
const DISCORD_EPOCH_MS = 1_420_070_400_000n;
const ADMINISTRATOR = 1n << 3n;

/** When a snowflake was made. */
function snowflakeTime(snowflake: string): Date {
  return new Date(Number((BigInt(snowflake) >> 22n) + DISCORD_EPOCH_MS));
}

/**
 * What somebody did, in our words; null for kinds that this bot never gets (pings).
 * Source: Discord's reference, interactions/receiving-and-responding, "Interaction Object".
 */
export function parseInteraction(interaction: APIInteraction, receivedAt: Date): Incoming | null {
  const member = memberOf(interaction);
  const channelId = interaction.channel?.id ?? null;
  if (!member || channelId === null) return null;
  const base = {
    id: interaction.id,
    receivedAt,
    createdAt: snowflakeTime(interaction.id),
    member,
    guildId: interaction.guild_id ?? null,
    channelId,
  };
  switch (interaction.type) {
    case InteractionType.ApplicationCommand: {
      const place = { guildId: base.guildId, thread: threadIn(interaction.channel) };
      return onCommand(base, interaction.data, place);
    }
    case InteractionType.ApplicationCommandAutocomplete: {
      const focused = basicOptions(interaction.data.options).find((option) => 'focused' in option && option.focused);
      if (!focused) return null;
      return {
        ...base,
        kind: 'suggest',
        command: interaction.data.name,
        options: valuesOf(interaction.data.options.filter((option) => option !== focused)),
        option: focused.name,
        typed: String(focused.value),
      };
    }
    case InteractionType.MessageComponent:
      return onMessage(base, interaction.data);
    case InteractionType.ModalSubmit:
      return { ...base, ...submitted(interaction) };
    default:
      return null;
  }
}

type Base = Pick<Incoming, 'id' | 'receivedAt' | 'createdAt' | 'member' | 'guildId' | 'channelId'>;

function onCommand(base: Base, data: APIApplicationCommandInteraction['data'], place: MessagePlace): Incoming | null {
  switch (data.type) {
    case ApplicationCommandType.ChatInput:
      return { ...base, kind: 'command', command: data.name, options: valuesOf(data.options) };
    case ApplicationCommandType.Message: {
      const message = data.resolved.messages[data.target_id];
      return message ? { ...base, kind: 'menu', command: data.name, target: toChatMessage(message, place) } : null;
    }
    case ApplicationCommandType.User: {
      const target = targetOf(data);
      return target ? { ...base, kind: 'member-menu', command: data.name, target } : null;
    }
    default:
      return null;
  }
}

/** `members` lacks those who have left the server. Source: the same page, "Resolved Data Structure". */
function targetOf({ target_id: userId, resolved }: APIUserApplicationCommandInteractionData): MenuMember | null {
  const user = resolved.users[userId];
  if (!user) return null;
  const name = resolved.members?.[userId]?.nick ?? user.global_name ?? user.username;
  return { userId, name, isBot: user.bot ?? false };
}

function onMessage(base: Base, data: APIMessageComponentInteraction['data']): Incoming | null {
  const { command, id } = splitId(data.custom_id);
  switch (data.component_type) {
    case ComponentType.Button:
      return { ...base, kind: 'press', command, buttonId: id };
    case ComponentType.StringSelect:
      return { ...base, kind: 'pick', command, selectId: id, values: data.values };
    default:
      return null;
  }
}

/** Source: interactions/receiving-and-responding, "Modal Submit Data Structure": one label per field. */
function submitted(interaction: APIModalSubmitInteraction) {
  const { command, id } = splitId(interaction.data.custom_id);
  const texts: Record<string, string> = {};
  const choices: Record<string, readonly string[]> = {};
  for (const part of interaction.data.components) {
    if (part.type !== ComponentType.Label) continue;
    const { component } = part;
    if (component.type === ComponentType.TextInput) texts[component.custom_id] = component.value;
    if (component.type === ComponentType.StringSelect) choices[component.custom_id] = component.values;
  }
  const hasMessage = interaction.message !== undefined;
  return { kind: 'submit', command, formId: id, texts, choices, hasMessage } as const;
}

/** Ids of ours are `<command name>:<whatever the command needs>`. */
function splitId(customId: string): { readonly command: string; readonly id: string } {
  const [command = '', ...rest] = customId.split(':');
  return { command, id: rest.join(':') };
}

function memberOf(interaction: APIInteraction): Member | null {
  if (interaction.member) {
    const { user, roles, permissions, nick } = interaction.member;
    return {
      userId: user.id,
      name: nick ?? user.global_name ?? user.username,
      roleIds: roles,
      isAdministrator: (BigInt(permissions) & ADMINISTRATOR) !== 0n,
    };
  }
  // A direct message: no server vouches for roles there.
  const { user } = interaction;
  return user
    ? { userId: user.id, name: user.global_name ?? user.username, roleIds: [], isAdministrator: false }
    : null;
}

function basicOptions(
  options: readonly APIApplicationCommandInteractionDataOption[] | undefined,
): APIApplicationCommandInteractionDataBasicOption[] {
  return (options ?? []).filter(
    (option): option is APIApplicationCommandInteractionDataBasicOption =>
      option.type !== ApplicationCommandOptionType.Subcommand &&
      option.type !== ApplicationCommandOptionType.SubcommandGroup,
  );
}

function valuesOf(
  options: readonly APIApplicationCommandInteractionDataOption[] | undefined,
): Record<string, string | number | boolean> {
  return Object.fromEntries(basicOptions(options).map((option) => [option.name, option.value]));
}
