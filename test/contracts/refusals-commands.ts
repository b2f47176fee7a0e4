import type { RefusalStage } from './refusal-stage.ts';
import { BAD_LENGTH, form, IN, many, NOBODY, type Refusal, refused, TOO_LONG, x } from './refusals.ts';

const guildCommands = (stage: RefusalStage) => `/applications/${stage.app}/guilds/${stage.guild}/commands`;
const create = (more: object) => (stage: RefusalStage) => ({
  method: 'POST',
  path: guildCommands(stage),
  body: { name: 'new', description: 'd', ...more },
});
const replace = (list: readonly unknown[]) => (stage: RefusalStage) => ({
  method: 'PUT',
  path: guildCommands(stage),
  body: list,
});
const command = (number: number, more: object = {}) => ({ name: `c${number}`, description: 'd', ...more });
const option = (more: object = {}) => ({ type: 3, name: 'o', description: 'd', ...more });
const options = (...list: readonly unknown[]) => create({ options: list });
const sub = (more: object = {}) => ({ type: 1, name: 's', description: 'd', ...more });
const group = (more: object = {}) => ({ type: 2, name: 'g', description: 'd', ...more });

async function tooManyADay(stage: RefusalStage) {
  const path = `/applications/${stage.app}/commands`;
  const list = (from: number): unknown[] => many(100, (n) => command(from + n));
  await stage.accepted({ method: 'PUT', path, body: list(0) });
  await stage.accepted({ method: 'PUT', path, body: list(100) });
  return { method: 'PUT', path, body: [command(500)] };
}

const NAMES: readonly Refusal[] = [
  form('a command name in capitals', create({ name: 'Ask' }), 'name APPLICATION_COMMAND_INVALID_NAME', IN.commandName),
  form(
    'a command name with a space',
    create({ name: 'ask me' }),
    'name APPLICATION_COMMAND_INVALID_NAME',
    IN.commandName,
  ),
  form('a command name of 33 characters', create({ name: x(33) }), `name ${BAD_LENGTH}`, IN.command),
  form('a command without a name', create({ name: undefined }), 'name BASE_TYPE_REQUIRED', IN.command),
  form(
    'a command without a description',
    create({ description: undefined }),
    'description BASE_TYPE_REQUIRED',
    IN.command,
  ),
  form('an empty description', create({ description: '' }), `description ${BAD_LENGTH}`, IN.command),
  form('a description of 101 characters', create({ description: x(101) }), `description ${BAD_LENGTH}`, IN.command),
  form('a description of a context command', create({ name: 'Look', type: 2 }), null, IN.command),
  form(
    'options of a context command',
    create({ name: 'Look', type: 2, description: '', options: [] }),
    null,
    IN.command,
  ),
  form('a name in a language that there is not', create({ name_localizations: { xx: 'neu' } }), null, IN.locales),
  form('a localized name in capitals', create({ name_localizations: { de: 'Neu' } }), null, IN.command),
  form(
    'a localized description of 101 characters',
    create({ description_localizations: { de: x(101) } }),
    null,
    IN.command,
  ),
  form('permissions that are no number', create({ default_member_permissions: 'all' }), null, IN.command),
  form('an unknown context', create({ contexts: [9] }), null, IN.command),
  form(
    'an unknown field of a command',
    create({ cooldown: 3 }),
    'cooldown UNKNOWN_FIELD',
    'stricter: docs/fidelity.md',
  ),
  form(
    'a change to a bad name',
    async (s) => ({ method: 'PATCH', path: await existing(s), body: { name: 'Ask' } }),
    'name APPLICATION_COMMAND_INVALID_NAME',
    IN.commandName,
  ),
];

const OPTIONS: readonly Refusal[] = [
  form('26 options', options(...many(26, (n) => option({ name: `o${n}` }))), `options ${TOO_LONG}`, IN.command),
  form(
    'a required option after an optional one',
    options(option(), option({ name: 'p', required: true })),
    'options.1 APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
    IN.commandOption,
  ),
  form(
    'an option name in capitals',
    options(option({ name: 'What' })),
    'options.0.name APPLICATION_COMMAND_INVALID_NAME',
    IN.commandName,
  ),
  form(
    'the same option name twice',
    options(option(), option()),
    'options.1.name APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS',
    IN.commandOption,
  ),
  form('an option of an unknown type', options(option({ type: 99 })), null, IN.commandOption),
  form(
    'an option without a description',
    options({ type: 3, name: 'o' }),
    'options.0.description BASE_TYPE_REQUIRED',
    IN.commandOption,
  ),
  form(
    '26 choices of an option',
    options(option({ choices: many(26, (n) => ({ name: `${n}`, value: `${n}` })) })),
    `options.0.choices ${TOO_LONG}`,
    IN.commandOption,
  ),
  form(
    'a choice name of 101 characters',
    options(option({ choices: [{ name: x(101), value: 'v' }] })),
    `options.0.choices.0.name ${BAD_LENGTH}`,
    IN.commandChoice,
  ),
  form(
    'a choice value of 101 characters',
    options(option({ choices: [{ name: 'n', value: x(101) }] })),
    `options.0.choices.0.value ${TOO_LONG}`,
    IN.commandChoice,
  ),
  form(
    'a choice that is text for a whole number',
    options(option({ type: 4, choices: [{ name: 'n', value: 'one' }] })),
    null,
    IN.commandChoice,
  ),
  form(
    'choices and autocomplete',
    options(option({ autocomplete: true, choices: [{ name: 'n', value: 'v' }] })),
    'options.0 APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE_EXCLUSIVE',
    IN.commandOption,
  ),
  form('autocomplete of a yes or no', options(option({ type: 5, autocomplete: true })), null, IN.commandOption),
  form('a least length of 6,001', options(option({ min_length: 6001 })), null, IN.commandOption),
  form('a greatest length of 0', options(option({ max_length: 0 })), null, IN.commandOption),
  form('a subcommand beside an option', options(sub(), option()), null, IN.nesting),
  form('a subcommand in a subcommand', options(sub({ options: [sub()] })), null, IN.nesting),
  form('a group in a group', options(group({ options: [group()] })), null, IN.nesting),
  form(
    'a command of more than 8,000 characters',
    options(
      ...many(4, (n) => option({ name: `o${n}`, choices: many(25, (m) => ({ name: `${m}${x(80)}`, value: `${m}` })) })),
    ),
    ' APPLICATION_COMMAND_TOO_LARGE',
    IN.slash,
  ),
];

const SCOPES: readonly Refusal[] = [
  refused('101 commands', replace(many(101, (n) => command(n))), [400, 30032], IN.registering),
  refused('16 user commands', replace(many(16, (n) => ({ name: `c${n}`, type: 2 }))), [400, 30032], IN.registering),
  form(
    'the same command twice',
    replace([command(1), command(1)]),
    '1 APPLICATION_COMMANDS_DUPLICATE_NAME',
    IN.registering,
  ),
  refused('201 new commands in a day', tooManyADay, [400, 30034], IN.registering),
  form(
    'a bad command among good ones',
    replace([command(1), command(2, { name: 'Bad' })]),
    '1.name APPLICATION_COMMAND_INVALID_NAME',
    IN.commandName,
  ),
  refused(
    'an unknown command',
    (s) => ({ method: 'GET', path: `${guildCommands(s)}/${NOBODY}` }),
    [404, 10063],
    IN.codes,
  ),
  refused(
    'the deletion of an unknown command',
    (s) => ({ method: 'DELETE', path: `${guildCommands(s)}/${NOBODY}` }),
    [404, 10063],
    IN.codes,
  ),
  refused(
    'commands of another application',
    () => ({ method: 'GET', path: `/applications/${NOBODY}/commands` }),
    [403, 20012],
    IN.codes,
  ),
  refused(
    'commands in a guild where the bot is not',
    (s) => ({ method: 'PUT', path: `/applications/${s.app}/guilds/${NOBODY}/commands`, body: [] }),
    [403, 50001],
    IN.codes,
  ),
];

async function existing(stage: RefusalStage): Promise<string> {
  const list = (await stage.accepted({ method: 'GET', path: guildCommands(stage) })) as unknown as { id: string }[];
  return `${guildCommands(stage)}/${list[0]?.id}`;
}

export const COMMAND_REFUSALS: readonly Refusal[] = [...NAMES, ...OPTIONS, ...SCOPES];

const messages = (stage: RefusalStage) => `/channels/${stage.channel()}/messages`;

/** Requests that are wrong before anybody looks at what they want. */
export const REQUEST_REFUSALS: readonly Refusal[] = [
  refused(
    'no token',
    () => ({ method: 'GET', path: '/users/@me', headers: { Authorization: '' } }),
    [401, 0],
    IN.status,
  ),
  refused(
    'a wrong token',
    () => ({ method: 'GET', path: '/users/@me', headers: { Authorization: 'Bot wrong' } }),
    [401, 0],
    IN.status,
  ),
  refused(
    'the token of a bot as Bearer',
    (s) => ({ method: 'GET', path: '/users/@me', headers: { Authorization: `Bearer ${s.discord.botToken}` } }),
    [401, 0],
    IN.authentication,
  ),
  refused('an unknown route', () => ({ method: 'GET', path: '/coffee' }), [404, 0], IN.status),
  refused(
    'a method that the route does not have',
    (s) => ({ method: 'PUT', path: messages(s), body: {} }),
    [405, 0],
    IN.status,
  ),
  refused(
    'a version that is discontinued',
    () => ({ method: 'GET', path: '/users/@me', version: 'v5' }),
    [400, 50041],
    IN.versions,
  ),
  refused(
    'a body that is no JSON',
    (s) => ({ method: 'POST', path: messages(s), raw: '{"content":' }),
    [400, 50109],
    IN.codes,
  ),
  form(
    'a body of another type',
    (s) => ({ method: 'POST', path: messages(s), raw: 'content', headers: { 'Content-Type': 'text/plain' } }),
    null,
    IN.contentType,
  ),
  form(
    'a body that is a list',
    (s) => ({ method: 'POST', path: messages(s), body: [] }),
    null,
    'openapi:MessageCreateRequest',
  ),
];
