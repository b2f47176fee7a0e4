import { type APISelectMenuComponent, ComponentType } from 'discord-api-types/v10';
import type { Core } from '../core.ts';
import { interactionChannel } from '../interactions/payload.ts';
import type { WorldChannel } from '../world/model.ts';
import { rolePayload } from '../world/present.ts';
import { addUser, type Resolving } from './option-value.ts';

export type Selection =
  | {
      readonly kind: 'chosen';
      readonly data: { readonly values: readonly string[]; readonly resolved?: Partial<Resolving> };
    }
  | { readonly kind: 'problem'; readonly problem: string };

const problem = (text: string): Selection => ({ kind: 'problem', problem: text });

/** What a person picks in a select, as the interaction carries it; or why Discord's client would not take it. */
export function selection(
  core: Core,
  select: APISelectMenuComponent,
  picked: { values: readonly string[]; channel: WorldChannel },
): Selection {
  const [min, max] = [select.min_values ?? 1, select.max_values ?? 1];
  if (select.disabled) return problem(`The select "${select.custom_id}" is disabled.`);
  if (picked.values.length < min || picked.values.length > max) {
    return problem(`The select "${select.custom_id}" takes ${min} to ${max} values, not ${picked.values.length}.`);
  }
  if (select.type !== ComponentType.StringSelect) return entities(core, select, picked);
  const known = new Map(
    select.options.flatMap(({ label, value }) => [[label, value] as const, [value, value] as const]),
  );
  const stranger = picked.values.find((value) => !known.has(value));
  if (stranger !== undefined) return problem(`The select "${select.custom_id}" has no option "${stranger}".`);
  return { kind: 'chosen', data: { values: picked.values.map((value) => known.get(value) ?? value) } };
}

function entities(
  core: Core,
  select: APISelectMenuComponent,
  { values, channel }: { values: readonly string[]; channel: WorldChannel },
): Selection {
  const resolved: Resolving = { users: {}, members: {}, roles: {}, channels: {} };
  const takesUsers = select.type === ComponentType.UserSelect || select.type === ComponentType.MentionableSelect;
  const takesRoles = select.type === ComponentType.RoleSelect || select.type === ComponentType.MentionableSelect;
  const ids: string[] = [];
  for (const value of values) {
    const user = takesUsers ? (core.world.findUser(value) ?? core.world.userNamed(value)) : null;
    const role = takesRoles ? (core.world.findRole(value) ?? core.world.roleNamed(value)) : null;
    const place = select.type === ComponentType.ChannelSelect ? core.world.channelNamed(value) : null;
    if (user) ids.push(addUser(core, user, { resolved, channel }));
    else if (role) ids.push(role.id);
    else if (place) ids.push(place.id);
    else return problem(`The select "${select.custom_id}" does not offer "${value}".`);
    if (role) resolved.roles[role.id] = rolePayload(role);
    if (place) resolved.channels[place.id] = interactionChannel(core, place, core.world.applicationId);
  }
  const used = Object.entries(resolved as unknown as Readonly<Record<string, object>>).filter(
    ([, entries]) => Object.keys(entries).length > 0,
  );
  return { kind: 'chosen', data: { values: ids, resolved: Object.fromEntries(used) } };
}
