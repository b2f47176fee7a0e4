import type { Core } from '../core.ts';
import type { RegisteredCommand } from '../interactions/command-book.ts';
import type { NewInteraction } from '../interactions/interaction-book.ts';
import { messageCommandData, userCommandData } from '../interactions/payload.ts';
import type { SandboxMessage } from '../world/message.ts';
import type { WorldChannel } from '../world/model.ts';
import { addUser, type Resolving } from './option-value.ts';
import type { Outcome } from './outcome.ts';

interface Menu {
  readonly commands: readonly RegisteredCommand[];
  readonly channel: WorldChannel;
  /** Of the command that is used. */
  readonly name: string;
}

type Opened =
  | { readonly kind: 'opened'; readonly about: Omit<NewInteraction, 'userId'>; readonly data: unknown }
  | Extract<Outcome, { kind: 'refused' }>;

const refused = (problem: string): Opened => ({ kind: 'refused', problem });
const about = ({ channel, name }: Menu) =>
  ({ kind: 'menu', channelId: channel.id, commandName: name, customId: null, sourceMessageId: null }) as const;

/** What Discord's client sends when somebody uses a command in the menu of a message; or why it would not. */
export function openMessageMenu(target: SandboxMessage, menu: Menu): Opened {
  const command = menu.commands.find(({ request }) => request.name === menu.name);
  if (!command) return refused(`There is no "${menu.name}" in the menu of this message.`);
  return { kind: 'opened', about: { ...about(menu), targetId: target.id }, data: messageCommandData(command, target) };
}

/** The same for the menu of a member, by user name, display name or id. */
export function openMemberMenu(core: Core, member: string, menu: Menu): Opened {
  const target = core.world.findUser(member) ?? core.world.userNamed(member);
  if (!target) return refused(`There is no member "${member}".`);
  const command = menu.commands.find(({ request }) => request.name === menu.name);
  if (!command) return refused(`There is no "${menu.name}" in the menu of a member.`);
  const resolved: Resolving = { users: {}, members: {}, roles: {}, channels: {} };
  const targetUserId = addUser(core, target, { resolved, channel: menu.channel });
  return {
    kind: 'opened',
    about: { ...about(menu), targetUserId },
    data: userCommandData(command, targetUserId, resolved),
  };
}
