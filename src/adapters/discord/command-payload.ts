import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  type RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import type { CommandSpec, OptionSpec } from '../../ports/command.ts';
import { assertNever } from '../../shared/never.ts';

/** Where commands are registered: in one server at once, or everywhere. */
export type CommandScope = { readonly kind: 'guild'; readonly guildId: string } | { readonly kind: 'global' };

type Payload = RESTPostAPIChatInputApplicationCommandsJSONBody | RESTPostAPIContextMenuApplicationCommandsJSONBody;

/**
 * The commands as Discord wants them: the slash command, and one more when it is in the menu of messages or members too. Who may use it is decided by our own guard, so that a denial can say which role
 * opens it; Discord's own permissions stay open. Source: interactions/application-commands, "Application Command Object".
 */
export function commandPayloads(spec: CommandSpec, scope: CommandScope): Payload[] {
  const slash = slashPayload(spec, scope);
  if (spec.menu === undefined) return [slash];
  const type = spec.menu === 'message' ? ApplicationCommandType.Message : ApplicationCommandType.User;
  return [slash, { type, name: spec.menuName ?? spec.name, ...contexts(scope) }];
}

function slashPayload(spec: CommandSpec, scope: CommandScope): Payload {
  // Discord refuses optional options before required ones.
  const options = [...spec.options]
    .sort((a, b) => Number(b.isRequired ?? false) - Number(a.isRequired ?? false))
    .map(optionPayload);
  return {
    type: ApplicationCommandType.ChatInput,
    name: spec.name,
    description: spec.description,
    options,
    ...contexts(scope),
  };
}

/** Contexts belong to global commands only; roles exist in servers only. */
function contexts(scope: CommandScope): {
  contexts?: InteractionContextType[];
  integration_types?: ApplicationIntegrationType[];
} {
  return scope.kind === 'global'
    ? { contexts: [InteractionContextType.Guild], integration_types: [ApplicationIntegrationType.GuildInstall] }
    : {};
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

/** What a registration would do, by the name that people see: `/help`, `Create Linear issue (in the menu of messages)`. */
export interface CommandDifference {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: readonly string[];
}

interface Named {
  readonly name: string;
  readonly type?: ApplicationCommandType | undefined;
}

/** Compares what we have with what Discord has; fields that Discord adds by itself do not count. */
export function compareCommands(ours: readonly Payload[], theirs: readonly Named[]): CommandDifference {
  // A slash command and a command in a menu may have the same name.
  const keyOf = ({ name, type = ApplicationCommandType.ChatInput }: Named): string => `${type} ${name}`;
  const theirsByKey = new Map(theirs.map((command) => [keyOf(command), command]));
  const oursKeys = new Set(ours.map(keyOf));
  const known = ours.filter((command) => theirsByKey.has(keyOf(command)));
  const isSame = (command: Payload): boolean => covers(theirsByKey.get(keyOf(command)), command);
  return {
    added: ours.filter((command) => !theirsByKey.has(keyOf(command))).map(shownName),
    changed: known.filter((command) => !isSame(command)).map(shownName),
    removed: theirs.filter((command) => !oursKeys.has(keyOf(command))).map(shownName),
    unchanged: known.filter(isSame).map(shownName),
  };
}

function shownName({ name, type }: Named): string {
  switch (type) {
    case ApplicationCommandType.Message:
      return `${name} (in the menu of messages)`;
    case ApplicationCommandType.User:
      return `${name} (in the menu of members)`;
    default:
      return `/${name}`;
  }
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
