import { z } from 'zod';
import { invalidField } from '../api-error.ts';
import { listBetween, listUpTo, maybe, must, oneOf, textBetween, textUpTo } from '../form.ts';
import { localized, longest } from './localizations.ts';

/** https://docs.discord.com/developers/interactions/application-commands#application-command-object */
const NAME_PATTERN = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const MAX_CHARACTERS = 8000;

const slashName = textBetween(1, 32).check(
  must(
    (name) => NAME_PATTERN.test(name) && name === name.toLowerCase(),
    'APPLICATION_COMMAND_INVALID_NAME',
    'Command name is invalid',
  ),
);
const described = {
  name: slashName,
  name_localizations: localized(slashName),
  description: textBetween(1, 100),
  description_localizations: localized(textBetween(1, 100)),
};
const choiceName = { name: textBetween(1, 100), name_localizations: localized(textBetween(1, 100)) };

const choice = <T extends z.ZodType>(value: T) =>
  maybe(
    listUpTo(z.strictObject({ ...choiceName, value }), 25).check(
      must(
        (list) => isUnique(list.map(({ name }) => name)),
        'APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS',
        'Choice name already exists',
      ),
    ),
  );

const basic = { ...described, required: maybe(z.boolean()) };
const suggesting = { autocomplete: maybe(z.boolean()) };
const limited = { min_value: maybe(z.number()), max_value: maybe(z.number()) };

const text = z.strictObject({
  type: z.literal(3),
  ...basic,
  ...suggesting,
  choices: choice(textUpTo(100)),
  min_length: maybe(z.int().min(0).max(6000)),
  max_length: maybe(z.int().min(1).max(6000)),
});
const integer = z.strictObject({ type: z.literal(4), ...basic, ...suggesting, ...limited, choices: choice(z.int()) });
const number = z.strictObject({
  type: z.literal(10),
  ...basic,
  ...suggesting,
  ...limited,
  choices: choice(z.number()),
});
const plain = <const T extends number>(type: T) => z.strictObject({ type: z.literal(type), ...basic });
const channel = z.strictObject({ type: z.literal(7), ...basic, channel_types: maybe(z.array(z.int())) });

const value = z
  .discriminatedUnion('type', [text, integer, plain(5), plain(6), channel, plain(8), plain(9), number, plain(11)])
  .check(
    must(
      (option) => !('choices' in option && option.choices?.length && option.autocomplete),
      'APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE_EXCLUSIVE',
      'Autocomplete cannot be set to true if choices are present',
    ),
  );

const values = maybe(listUpTo(value, 25));
const subcommand = z.strictObject({ type: z.literal(1), ...described, required: maybe(z.boolean()), options: values });
const group = z.strictObject({
  type: z.literal(2),
  ...described,
  required: maybe(z.boolean()),
  options: maybe(listUpTo(subcommand, 25)),
});
const option = z.discriminatedUnion('type', [value, subcommand, group]);

export type CommandOption = z.output<typeof option>;
export type ValueOption = z.output<typeof value>;

const permissionBits = z.union([z.string().regex(/^\d+$/), z.int().min(0).transform(String)]);

const shared = {
  default_member_permissions: maybe(permissionBits),
  default_permission: maybe(z.boolean()),
  dm_permission: maybe(z.boolean()),
  nsfw: maybe(z.boolean()),
  integration_types: maybe(listBetween(oneOf([0, 1]), 1, 2)),
  contexts: maybe(listBetween(oneOf([0, 1, 2]), 1, 3)),
};

const slashCommand = z.strictObject({
  ...shared,
  ...described,
  type: maybe(z.literal(1)),
  options: maybe(listUpTo(option, 25)),
});
const contextCommand = z.strictObject({
  ...shared,
  type: z.literal([2, 3]),
  name: textBetween(1, 32),
  name_localizations: localized(textBetween(1, 32)),
  description: maybe(z.literal('')),
  description_localizations: localized(z.literal('')),
});

const id = { id: maybe(z.string()) };

export const commandCreate = z.discriminatedUnion('type', [slashCommand, contextCommand]);
export const commandUpdate = z.discriminatedUnion('type', [slashCommand.extend(id), contextCommand.extend(id)]);
/** The names of context commands may have capitals and spaces; the whole command is checked again after the change. */
export const commandPatch = slashCommand
  .omit({ type: true })
  .partial()
  .extend({
    name: textBetween(1, 32).optional(),
    name_localizations: localized(textBetween(1, 32)),
    description: textUpTo(100).optional(),
  });

export interface CommandRequest {
  readonly type: 1 | 2 | 3;
  readonly name: string;
  readonly description: string;
  readonly options: readonly CommandOption[];
  readonly shared: Omit<z.output<typeof slashCommand>, 'type' | 'name' | 'description' | 'options'>;
}

type Parsed = z.output<typeof commandUpdate> & { id?: string | null | undefined };

/** The checked command in one shape, with what zod cannot say about the relations between its parts. */
export function commandRequest(parsed: Parsed, path: readonly PropertyKey[] = []): CommandRequest {
  const { type, name, description, id: _id, ...rest } = parsed;
  const { options, ...sharedFields } = 'options' in rest ? rest : { ...rest, options: [] };
  const request: CommandRequest = {
    type: type ?? 1,
    name,
    description: description ?? '',
    options: options ?? [],
    shared: sharedFields,
  };
  checkOptions(request.options, [...path, 'options']);
  const size = charactersOf({ ...sharedFields, ...request });
  if (size > MAX_CHARACTERS) {
    throw invalidField(path, 'APPLICATION_COMMAND_TOO_LARGE', `Command exceeds maximum size (${MAX_CHARACTERS})`);
  }
  return request;
}

function checkOptions(options: readonly CommandOption[], path: readonly PropertyKey[]): void {
  let optionalSeen = false;
  const names = new Set<string>();
  const hasNested = options.some(({ type }) => type === 1 || type === 2);
  for (const [index, one] of options.entries()) {
    const here = [...path, index];
    const isNested = one.type === 1 || one.type === 2;
    if (names.has(one.name)) {
      throw invalidField(
        [...here, 'name'],
        'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS',
        'Option name already exists',
      );
    }
    names.add(one.name);
    if (hasNested && !isNested) {
      throw invalidField(
        [...here, 'type'],
        'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
        'Sub-command and sub-command group option types are mutually exclusive to all other types',
      );
    }
    if (isNested) {
      checkOptions(one.options ?? [], [...here, 'options']);
      continue;
    }
    if (one.required && optionalSeen) {
      throw invalidField(
        here,
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before non-required options',
      );
    }
    optionalSeen ||= !one.required;
  }
}

type Sized = Pick<
  z.output<typeof subcommand>,
  'name' | 'name_localizations' | 'description' | 'description_localizations'
>;

/** https://docs.discord.com/developers/interactions/application-commands#slash-commands: of localized texts the longest. */
function charactersOf(one: Sized & { readonly options?: readonly CommandOption[] | null | undefined }): number {
  const own = longest(one.name, one.name_localizations) + longest(one.description, one.description_localizations);
  const inOptions = (one.options ?? []).reduce((sum, inner) => sum + charactersOf(inner) + inChoices(inner), 0);
  return own + inOptions;
}

function inChoices(one: CommandOption): number {
  const choices = 'choices' in one ? (one.choices ?? []) : [];
  return choices.reduce(
    (sum, { name, name_localizations: names, value: v }) => sum + longest(name, names) + String(v).length,
    0,
  );
}

function isUnique(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}
