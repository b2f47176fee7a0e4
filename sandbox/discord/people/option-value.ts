import { ApplicationCommandOptionType as Type } from 'discord-api-types/v10';
import type { Core } from '../core.ts';
import { interactionChannel } from '../interactions/payload.ts';
import type { ValueOption } from '../rest/schema/command.ts';
import type { WorldChannel, WorldRole, WorldUser } from '../world/model.ts';
import { resolvedMember, rolePayload, userPayload } from '../world/present.ts';

/** Collects what the ids in the options stand for. */
export interface Resolving {
  readonly users: Record<string, unknown>;
  readonly members: Record<string, unknown>;
  readonly roles: Record<string, unknown>;
  readonly channels: Record<string, unknown>;
}

export type OptionValue =
  | { readonly kind: 'value'; readonly value: string | number | boolean }
  | { readonly kind: 'problem'; readonly problem: string };

const value = (of: string | number | boolean): OptionValue => ({ kind: 'value', value: of });
const problem = (text: string): OptionValue => ({ kind: 'problem', problem: text });

/** Understands a typed value the way Discord's client does, or says why it would not send it. */
export function optionValue(
  core: Core,
  option: ValueOption,
  typed: { text: string; resolved: Resolving; channel: WorldChannel },
): OptionValue {
  const { text } = typed;
  switch (option.type) {
    case Type.String:
      return textValue(option, text);
    case Type.Integer:
    case Type.Number:
      return numberValue(option, text);
    case Type.Boolean:
      if (/^(true|yes)$/i.test(text)) return value(true);
      return /^(false|no)$/i.test(text)
        ? value(false)
        : problem(`"${option.name}" wants true or false, not "${text}".`);
    case Type.User:
    case Type.Role:
    case Type.Mentionable:
    case Type.Channel:
      return entityValue(core, option, typed);
    default:
      return problem(`"${option.name}" wants a file; the local Discord's people cannot attach files to commands.`);
  }
}

function textValue(option: Extract<ValueOption, { type: 3 }>, text: string): OptionValue {
  const choices = option.choices ?? [];
  if (choices.length > 0) return chosen(option.name, choices, text);
  const length = [...text].length;
  const [min, max] = [option.min_length ?? 0, option.max_length ?? 6000];
  if (length >= min && length <= max) return value(text);
  return problem(`"${option.name}" wants ${min} to ${max} characters, not ${length}.`);
}

function numberValue(option: Extract<ValueOption, { type: 4 | 10 }>, text: string): OptionValue {
  const choices = option.choices ?? [];
  if (choices.length > 0) return chosen(option.name, choices, text);
  const isWhole = option.type === Type.Integer;
  if (!(isWhole ? /^-?\d{1,15}$/ : /^-?\d+(\.\d+)?$/).test(text)) {
    return problem(`"${option.name}" wants a ${isWhole ? 'whole number' : 'number'}, not "${text}".`);
  }
  const number = Number(text);
  const [min, max] = [option.min_value ?? -Infinity, option.max_value ?? Infinity];
  if (number >= min && number <= max) return value(number);
  return problem(`"${option.name}" wants a number ${range(min, max)}, not ${number}.`);
}

function range(min: number, max: number): string {
  if (min === -Infinity) return `up to ${max}`;
  return max === Infinity ? `from ${min}` : `from ${min} to ${max}`;
}

function chosen(name: string, choices: readonly { name: string; value: string | number }[], text: string): OptionValue {
  const same = (one: string | number): boolean => String(one).toLowerCase() === text.toLowerCase();
  const choice = choices.find((one) => same(one.name)) ?? choices.find((one) => same(one.value));
  return choice
    ? value(choice.value)
    : problem(`"${name}" wants one of: ${choices.map((one) => one.name).join(', ')}.`);
}

function entityValue(
  core: Core,
  option: Extract<ValueOption, { type: 6 | 7 | 8 | 9 }>,
  { text, resolved, channel }: { text: string; resolved: Resolving; channel: WorldChannel },
): OptionValue {
  const takesUsers = option.type === Type.User || option.type === Type.Mentionable;
  const takesRoles = option.type === Type.Role || option.type === Type.Mentionable;
  const user = takesUsers ? findUser(core, text) : null;
  if (user) return value(addUser(core, user, { resolved, channel }));
  const role = takesRoles ? findRole(core, text) : null;
  if (role) {
    resolved.roles[role.id] = rolePayload(role);
    return value(role.id);
  }
  const found = option.type === Type.Channel ? core.world.channelNamed(idIn(text) ?? text) : null;
  if (found) {
    resolved.channels[found.id] = interactionChannel(core, found, core.world.applicationId);
    return value(found.id);
  }
  const wanted = {
    [Type.User]: 'a member',
    [Type.Role]: 'a role',
    [Type.Mentionable]: 'a member or role',
    [Type.Channel]: 'a channel',
  };
  return problem(`"${option.name}" wants ${wanted[option.type]}; nobody and nothing here is called "${text}".`);
}

/** Puts a person into the resolved data; gives the id. */
export function addUser(
  core: Core,
  user: WorldUser,
  { resolved, channel }: { resolved: Resolving; channel: WorldChannel },
): string {
  resolved.users[user.id] = userPayload(user);
  const member = resolvedMember(core.world, user.id, channel);
  if (member) resolved.members[user.id] = member;
  return user.id;
}

const idIn = (text: string): string | null => /^<?[@#]?[!&]?(\d{17,20})>?$/.exec(text)?.[1] ?? null;

function findUser(core: Core, text: string): WorldUser | null {
  const id = idIn(text);
  return id === null ? core.world.userNamed(text) : core.world.findUser(id);
}

function findRole(core: Core, text: string): WorldRole | null {
  const id = idIn(text);
  return id === null ? core.world.roleNamed(text) : core.world.findRole(id);
}
