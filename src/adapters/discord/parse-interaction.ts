import {
  type APIApplicationCommandInteractionDataBasicOption,
  type APIApplicationCommandInteractionDataOption,
  type APIInteraction,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ComponentType,
  InteractionType,
} from 'discord-api-types/v10';
import type { Incoming, Member } from '../../ports/incoming.ts';

/** 2015-01-01, from which snowflakes count. Source: Discord's reference, "Snowflake IDs in HTTP". */
const DISCORD_EPOCH_MS = 1_420_070_400_000n;
const ADMINISTRATOR = 1n << 3n;

/** When a snowflake was made. */
function snowflakeTime(snowflake: string): Date {
  return new Date(Number((BigInt(snowflake) >> 22n) + DISCORD_EPOCH_MS));
}

/**
 * What somebody did, in our words; null for kinds that this bot never registers (pings, user menus, modals).
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
    case InteractionType.ApplicationCommand:
      if (interaction.data.type !== ApplicationCommandType.ChatInput) return null;
      return { ...base, kind: 'command', command: interaction.data.name, options: valuesOf(interaction.data.options) };
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
    case InteractionType.MessageComponent: {
      if (interaction.data.component_type !== ComponentType.Button) return null;
      const [command = '', ...rest] = interaction.data.custom_id.split(':');
      return { ...base, kind: 'press', command, buttonId: rest.join(':') };
    }
    default:
      return null;
  }
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
