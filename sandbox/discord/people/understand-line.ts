import { ApplicationCommandOptionType as Type } from 'discord-api-types/v10';
import type { Core } from '../core.ts';
import type { RegisteredCommand } from '../interactions/command-book.ts';
import type { GivenOption } from '../interactions/payload.ts';
import type { CommandOption, ValueOption } from '../rest/schema/command.ts';
import type { WorldChannel } from '../world/model.ts';
import { optionValue, type Resolving } from './option-value.ts';
import { type Piece, type SplitLine, splitLine } from './split-line.ts';

/** A line that Discord's client would send. */
export interface UnderstoodLine {
  readonly kind: 'understood';
  readonly command: RegisteredCommand;
  readonly options: readonly GivenOption[];
  readonly resolved: Resolving;
}

interface Refused {
  readonly kind: 'refused';
  readonly problem: string;
}

const refused = (problem: string): Refused => ({ kind: 'refused', problem });

export interface Typing {
  /** The commands that this person sees. */
  readonly commands: readonly RegisteredCommand[];
  readonly channel: WorldChannel;
  /** What an autocomplete choice stands for, when the person took one by its name. */
  readonly taken: (command: RegisteredCommand, option: string, text: string) => string | number | null;
}

/** The innermost command of a line: sub-command groups and sub-commands walked down. */
export interface Leaf {
  readonly path: readonly CommandOption[];
  readonly values: readonly ValueOption[];
  readonly bare: readonly Piece[];
}

/** Understands a whole command line as Discord's client would, or says why the client would not send it. */
export function understandLine(core: Core, line: string, typing: Typing): UnderstoodLine | Refused {
  const split = splitLine(line);
  if (!split) return refused('A command starts with a slash, for example /help.');
  const command = typing.commands.find(({ request }) => request.name === split.command);
  if (!command) return refused(`There is no command /${split.command} here.`);
  const leaf = leafOf(command, split);
  if (leaf.kind === 'refused') return leaf;
  const assigned = assign(command, leaf, split);
  if (assigned.kind === 'refused') return assigned;
  return evaluate(core, { command, leaf, given: assigned.given }, typing);
}

/** Walks down sub-commands by the bare words. */
export function leafOf(command: RegisteredCommand, split: SplitLine): (Leaf & { kind: 'leaf' }) | Refused {
  const path: CommandOption[] = [];
  let options: readonly CommandOption[] = command.request.options;
  let bare = split.bare;
  while (options.some(isNested)) {
    const word = bare[0]?.text;
    const next = options.find((option) => option.name === word);
    if (!next || !isNested(next)) {
      const names = options.map(({ name }) => name).join(', ');
      return refused(`/${command.request.name} wants one of: ${names}.`);
    }
    path.push(next);
    options = next.options ?? [];
    bare = bare.slice(1);
  }
  return { kind: 'leaf', path, values: options.filter((option): option is ValueOption => !isNested(option)), bare };
}

function isNested(option: CommandOption): option is Extract<CommandOption, { type: 1 | 2 }> {
  return option.type === Type.Subcommand || option.type === Type.SubcommandGroup;
}

function assign(
  command: RegisteredCommand,
  leaf: Leaf,
  split: SplitLine,
): { kind: 'assigned'; given: ReadonlyMap<string, string> } | Refused {
  const name = `/${[command.request.name, ...leaf.path.map((one) => one.name)].join(' ')}`;
  const given = new Map<string, string>();
  for (const one of split.named) {
    if (!leaf.values.some((option) => option.name === one.name)) {
      const has = leaf.values.map((option) => option.name).join(', ') || 'no options';
      return refused(`${name} has no option "${one.name}" (it has: ${has}). Put a text with a colon in quotes.`);
    }
    if (given.has(one.name)) return refused(`${name} got "${one.name}" twice.`);
    given.set(one.name, one.value.text);
  }
  if (leaf.bare.length > 0) {
    const target = bareTarget(leaf, given);
    if (!target)
      return refused(
        `${name} does not know what "${leaf.bare.map(({ text }) => text).join(' ')}" means; write name:value.`,
      );
    given.set(target.name, leaf.bare.map(({ text }) => text).join(' '));
  }
  const missing = leaf.values.find((option) => option.required && !given.has(option.name));
  return missing ? refused(`${name} needs "${missing.name}": ${missing.description}.`) : { kind: 'assigned', given };
}

/** Which option a value without a name belongs to: a member for `@name`, the only one, or the required one that is left. */
function bareTarget(leaf: Leaf, given: ReadonlyMap<string, string>): ValueOption | null {
  const open = leaf.values.filter((option) => !given.has(option.name));
  const isMember = leaf.bare[0]?.text.startsWith('@') === true;
  const member = open.find(({ type }) => type === Type.User || type === Type.Mentionable);
  if (isMember && member) return member;
  if (leaf.values.length === 1) return open[0] ?? null;
  const required = open.filter((option) => option.required);
  return required.length === 1 ? (required[0] ?? null) : null;
}

function evaluate(
  core: Core,
  line: { command: RegisteredCommand; leaf: Leaf; given: ReadonlyMap<string, string> },
  typing: Typing,
): UnderstoodLine | Refused {
  const resolved: Resolving = { users: {}, members: {}, roles: {}, channels: {} };
  const { command, leaf, given } = line;
  const options: GivenOption[] = [];
  for (const option of leaf.values) {
    const text = given.get(option.name);
    if (text === undefined) continue;
    const taken = typing.taken(command, option.name, text);
    const result = optionValue(core, option, {
      text: taken === null ? text : String(taken),
      resolved,
      channel: typing.channel,
    });
    if (result.kind === 'problem') return refused(result.problem);
    options.push({ name: option.name, type: option.type, value: result.value });
  }
  return { kind: 'understood', command, options: nest(leaf.path, options), resolved };
}

/** Wraps the options into their sub-command and group, innermost first. */
export function nest(path: readonly CommandOption[], options: readonly GivenOption[]): readonly GivenOption[] {
  return path
    .toReversed()
    .reduce<readonly GivenOption[]>((inner, { name, type }) => [{ name, type, options: inner }], options);
}
