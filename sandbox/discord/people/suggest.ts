import type { Core } from '../core.ts';
import type { RegisteredCommand } from '../interactions/command-book.ts';
import type { GivenOption } from '../interactions/payload.ts';
import type { ValueOption } from '../rest/schema/command.ts';
import type { WorldChannel } from '../world/model.ts';
import { optionValue, type Resolving } from './option-value.ts';
import type { Suggestion } from './outcome.ts';
import { type SplitLine, splitLine } from './split-line.ts';
import { leafOf, nest } from './understand-line.ts';

/** Discord shows at most this many. */
const MAX_SUGGESTIONS = 25;

/** What the picker would show: suggestions at hand, or a question that only the bot can answer. */
export type Suggesting =
  | { readonly kind: 'known'; readonly suggestions: readonly Suggestion[] }
  | {
      readonly kind: 'ask';
      readonly command: RegisteredCommand;
      readonly options: readonly GivenOption[];
      readonly resolved: Resolving;
      readonly option: ValueOption;
      /** The line up to and including `name:`. */
      readonly before: string;
    };

const known = (suggestions: readonly Suggestion[]): Suggesting => ({
  kind: 'known',
  suggestions: suggestions.slice(0, MAX_SUGGESTIONS),
});

/** What could come next in a line that is still being typed; the cursor is at its end. */
export function suggest(
  core: Core,
  line: string,
  typing: { commands: readonly RegisteredCommand[]; channel: WorldChannel },
): Suggesting {
  const typedName = /^\/(\S*)$/.exec(line)?.[1];
  if (typedName !== undefined) return known(commandNames(typing.commands, typedName));
  const split = splitLine(line);
  const command = split && typing.commands.find(({ request }) => request.name === split.command);
  if (!split || !command) return known([]);
  const leaf = leafOf(command, split);
  if (leaf.kind === 'refused') return known([]);
  const last = split.named.at(-1);
  const focused = last && leaf.values.find(({ name }) => name === last.name);
  const isInValue = last !== undefined && !(last.value.isQuoted || (/\s$/.test(line) && last.value.text !== ''));
  if (!focused || !isInValue) return known(optionNames(leaf.values, split, line));
  return forValue(core, { command, split, line, focused, leaf }, typing.channel);
}

function commandNames(commands: readonly RegisteredCommand[], typed: string): Suggestion[] {
  return commands
    .filter(({ request }) => request.name.startsWith(typed.toLowerCase()))
    .map(({ request }) => ({
      kind: 'command',
      name: `/${request.name}`,
      description: request.description,
      line: `/${request.name} `,
    }));
}

function optionNames(values: readonly ValueOption[], split: SplitLine, line: string): Suggestion[] {
  const typed = /\s$/.test(line) ? '' : (split.bare.at(-1)?.text ?? '').toLowerCase();
  const start = typed === '' ? line : line.slice(0, line.length - typed.length);
  return values
    .filter(({ name }) => !split.named.some((one) => one.name === name) && name.startsWith(typed))
    .map((option) => ({
      kind: 'option',
      name: option.name,
      description: option.required ? `${option.description} (required)` : option.description,
      ...(option.required ? { isRequired: true } : {}),
      line: `${start}${option.name}:`,
    }));
}

interface Focus {
  readonly command: RegisteredCommand;
  readonly split: SplitLine;
  readonly line: string;
  readonly focused: ValueOption;
  readonly leaf: Extract<ReturnType<typeof leafOf>, { kind: 'leaf' }>;
}

function forValue(core: Core, focus: Focus, channel: WorldChannel): Suggesting {
  const { focused, line, split, leaf, command } = focus;
  const typed = (split.named.at(-1)?.value.text ?? '').replace(/^"/, '');
  const before = line.slice(0, line.lastIndexOf(`${focused.name}:`) + focused.name.length + 1);
  const asChoices = (choices: readonly { name: string; value: string | number; description?: string }[]): Suggesting =>
    known(
      choices
        .filter(({ name }) => name.toLowerCase().includes(typed.toLowerCase()))
        .map((one) => choiceSuggestion(before, one)),
    );
  if ('choices' in focused && focused.choices?.length) return asChoices(focused.choices);
  if (focused.type === 5)
    return asChoices([
      { name: 'true', value: 'true' },
      { name: 'false', value: 'false' },
    ]);
  if (focused.type === 6 || focused.type === 9) {
    const people = core.world
      .users()
      .map(({ name, displayName }) => ({ name: `@${name}`, value: name, description: displayName }));
    return asChoices(people);
  }
  if (!('autocomplete' in focused) || !focused.autocomplete) return known([]);
  const resolved: Resolving = { users: {}, members: {}, roles: {}, channels: {} };
  const options = split.named.flatMap((one): GivenOption[] => {
    const option = leaf.values.find(({ name }) => name === one.name);
    if (!option) return [];
    // While typing, the focused value is what stands there so far, whatever its type.
    if (option === focused) return [{ name: option.name, type: option.type, value: typed, focused: true }];
    const result = optionValue(core, option, { text: one.value.text, resolved, channel });
    return result.kind === 'value' ? [{ name: option.name, type: option.type, value: result.value }] : [];
  });
  return { kind: 'ask', command, options: nest(leaf.path, options), resolved, option: focused, before };
}

/** A choice as a line: in quotes where it would otherwise end too early. */
export function choiceSuggestion(
  before: string,
  choice: { name: string; value: string | number; description?: string },
): Suggestion {
  const text = /[\s:"]/.test(choice.name) ? `"${choice.name.replaceAll('"', "'")}"` : choice.name;
  return {
    kind: 'choice',
    name: choice.name,
    description: choice.description ?? '',
    value: choice.value,
    line: `${before}${text} `,
  };
}
