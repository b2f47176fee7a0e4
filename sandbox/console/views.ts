import { PermissionFlagsBits } from 'discord-api-types/v10';
import type { DiscordPerson } from '../discord/people/person.ts';
import { sendPermission } from '../discord/rest/access.ts';
import type { DiscordSandbox } from '../discord/start-discord.ts';
import type { SandboxMessage } from '../discord/world/message.ts';
import type { WorldChannel } from '../discord/world/model.ts';
import { can } from '../discord/world/permissions.ts';
import type { LinearSandbox } from '../linear/start-linear.ts';
import type { BoardView, ChannelView, MessageView, PersonView, PlaceView, RoleView } from './protocol.ts';

/** As many as a page shows at once; Discord's client loads older ones when one scrolls. */
const MESSAGES_SHOWN = 100;

/** The server as this member sees it in this channel. */
export function placeView(discord: DiscordSandbox, person: DiscordPerson, channel: string): PlaceView {
  const { world } = discord;
  const channels = world
    .channels()
    .filter((one) => can(world, { userId: person.id, channel: one }, PermissionFlagsBits.ViewChannel));
  const isSeen = channels.some(({ id }) => id === channel);
  return {
    guild: world.guild.name,
    botId: discord.applicationId,
    people: discord.people().map(personView),
    roles: rolesView(discord),
    channels: channels.map((one) => channelView(discord, person, one)),
    names: Object.fromEntries([
      ...world.users().map(({ id, displayName }) => [id, displayName]),
      ...world.roles().map(({ id, name }) => [id, name]),
      ...channels.map((one) => [one.id, channelView(discord, person, one).name]),
    ]) as Record<string, string>,
    menus: isSeen ? person.menus(channel) : [],
    memberMenus: isSeen ? person.memberMenus(channel) : [],
  };
}

function personView({ id, name, displayName, roles }: DiscordPerson): PersonView {
  return { id, name, displayName, roles };
}

function rolesView({ world }: DiscordSandbox): readonly RoleView[] {
  return world
    .roles()
    .filter(({ id }) => id !== world.guild.id)
    .toSorted((a, b) => b.position - a.position)
    .map(({ id, name, color, isHoisted }) => ({
      id,
      name,
      color,
      isHoisted,
      memberIds: world.members().flatMap(({ userId, roleIds }) => (roleIds.includes(id) ? [userId] : [])),
    }));
}

function channelView({ world }: DiscordSandbox, person: DiscordPerson, channel: WorldChannel): ChannelView {
  const { id, kind, lastMessageId } = channel;
  const common = {
    id,
    kind,
    lastMessageId,
    mayWrite: can(world, { userId: person.id, channel }, sendPermission(channel)),
  };
  switch (kind) {
    case 'dm':
      return {
        ...common,
        parentId: null,
        name: world.applicationName,
        topic: 'Direct messages between you and the bot',
      };
    case 'text':
      return { ...common, parentId: null, name: channel.name, topic: channel.topic ?? '' };
    case 'thread': {
      const { parentId, name } = channel;
      return { ...common, parentId, name, topic: 'A thread' };
    }
    default:
      return channel satisfies never;
  }
}

/** The messages of a channel as this member sees them; none where the channel is hidden from them. */
export function messagesView(
  discord: DiscordSandbox,
  person: DiscordPerson,
  channelId: string,
): readonly MessageView[] {
  const channel = discord.world.findChannel(channelId);
  if (!channel || !can(discord.world, { userId: person.id, channel }, PermissionFlagsBits.ViewChannel)) return [];
  return person
    .sees(channelId)
    .slice(-MESSAGES_SHOWN)
    .map((message) => messageView(message, person.id));
}

function messageView({ payload, onlyFor, isLoading, reactions }: SandboxMessage, userId: string): MessageView {
  return {
    payload,
    isEphemeral: onlyFor !== null,
    isLoading,
    reactions: reactions.map(({ emoji, userIds }) => ({
      emoji,
      count: userIds.length,
      isMine: userIds.includes(userId),
    })),
  };
}

/** The running cycle of the first team that has one; without a cycle its open issues. */
export function boardView({ store, workspace }: LinearSandbox): BoardView {
  const team = workspace.teams.find(({ id }) => store.activeCycleOf(id)) ?? workspace.teams[0];
  if (!team) return { team: '', states: [], issues: [] };
  const cycle = store.activeCycleOf(team.id);
  const states = workspace.states.filter(({ teamId }) => teamId === team.id).sort((a, b) => a.position - b.position);
  const issues = workspace.issues.filter(
    ({ teamId, cycleId, trashed }) => teamId === team.id && !trashed && (!cycle || cycleId === cycle.id),
  );
  return {
    team: team.name,
    states: states.map(({ name }) => name),
    issues: issues.map((issue) => ({
      key: store.identifierOf(issue),
      title: issue.title,
      state: store.state(issue.stateId).name,
      assignee: store.user(issue.assigneeId)?.displayName ?? null,
    })),
  };
}
