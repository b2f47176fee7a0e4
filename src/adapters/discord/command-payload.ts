import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import type { CommandSpec, OptionSpec } from '../../ports/command.ts';
import { assertNever } from '../../shared/never.ts';

/** Where commands are registered: in one server at once, or everywhere. */
export type CommandScope = { readonly kind: 'guild'; readonly guildId: string } | { readonly kind: 'global' };

/**
 * The command as Discord wants it. Who may use it is decided by our own guard, so that a denial can say which role
 * opens it; Discord's own permissions stay open. Source: interactions/application-commands, "Application Command Object".
 */
export function commandPayload(
  spec: CommandSpec,
  scope: CommandScope,
): RESTPostAPIChatInputApplicationCommandsJSONBody {
  // Discord refuses optional options before required ones.
  const options = [...spec.options]
    .sort((a, b) => Number(b.isRequired ?? false) - Number(a.isRequired ?? false))
    .map(optionPayload);
  return {
    type: ApplicationCommandType.ChatInput,
    name: spec.name,
    description: spec.description,
    options,
    // Contexts belong to global commands only; roles exist in servers only.
    ...(scope.kind === 'global'
      ? { contexts: [InteractionContextType.Guild], integration_types: [ApplicationIntegrationType.GuildInstall] }
      : {}),
  };
}

function optionPayload(option: OptionSpec): APIApplicationCommandBasicOption {
  const base = { name: option.name, description: option.description, required: option.isRequired ?? false };
  switch (option.type) {
    case 'text':
      if (option.choices)
        return {
          ...base,
          type: ApplicationCommandOptionType.String,
          choices: option.choices.map(({ name, value }) => ({ name, value })),
        };
      return {
        ...base,
        type: ApplicationCommandOptionType.String,
        ...(option.hasSuggestions ? { autocomplete: true } : {}),
      };
    case 'whole-number':
      return { ...base, type: ApplicationCommandOptionType.Integer };
    case 'yes-no':
      return { ...base, type: ApplicationCommandOptionType.Boolean };
    case 'member':
      return { ...base, type: ApplicationCommandOptionType.User };
    default:
      return assertNever(option.type);
  }
}

/** What a registration would do, by command name. */
export interface CommandDifference {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: readonly string[];
}

/** Compares what we have with what Discord has; fields that Discord adds by itself do not count. */
export function compareCommands(
  ours: readonly RESTPostAPIChatInputApplicationCommandsJSONBody[],
  theirs: readonly { readonly name: string }[],
): CommandDifference {
  const theirsByName = new Map(theirs.map((command) => [command.name, command]));
  const oursNames = new Set(ours.map(({ name }) => name));
  const known = ours.filter(({ name }) => theirsByName.has(name));
  const isSame = (command: RESTPostAPIChatInputApplicationCommandsJSONBody): boolean =>
    covers(theirsByName.get(command.name), command);
  return {
    added: ours.filter(({ name }) => !theirsByName.has(name)).map(({ name }) => name),
    changed: known.filter((command) => !isSame(command)).map(({ name }) => name),
    removed: theirs.filter(({ name }) => !oursNames.has(name)).map(({ name }) => name),
    unchanged: known.filter(isSame).map(({ name }) => name),
  };
}

/** Does `theirs` say everything that `ours` says? An absent value, `false` and an empty list are the same to Discord. */
function covers(theirs: unknown, ours: unknown): boolean {
  if (isNothing(ours)) return isNothing(theirs);
  if (Array.isArray(ours))
    return (
      Array.isArray(theirs) && ours.length === theirs.length && ours.every((item, index) => covers(theirs[index], item))
    );
  if (typeof ours === 'object') {
    if (typeof theirs !== 'object' || theirs === null) return false;
    const entries = Object.entries(ours as Record<string, unknown>);
    const theirRecord = theirs as Record<string, unknown>;
    const isCovered = entries.every(([key, value]) => covers(theirRecord[key], value));
    // Something meaningful that only they have: options, choices or autocomplete that we have dropped.
    return isCovered && MEANINGFUL.every((key) => key in (ours as object) || isNothing(theirRecord[key]));
  }
  return theirs === ours;
}

const MEANINGFUL = [
  'options',
  'choices',
  'autocomplete',
  'required',
  'min_value',
  'max_value',
  'min_length',
  'max_length',
  'channel_types',
  'nsfw',
] as const;

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === false || (Array.isArray(value) && value.length === 0);
}
