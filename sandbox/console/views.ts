import { PermissionFlagsBits } from 'discord-api-types/v10';
import type { DiscordPerson } from '../discord/people/person.ts';
import type { DiscordSandbox } from '../discord/start-discord.ts';
import type { SandboxMessage } from '../discord/world/message.ts';
import type { WorldChannel } from '../discord/world/model.ts';
import { can } from '../discord/world/permissions.ts';
import type { LinearSandbox } from '../linear/start-linear.ts';
import type { BoardView, ChannelView, MessageView, PersonView, PlaceView } from './protocol.ts';

/** As many as a page shows at once; Discord's client loads older ones when one scrolls. */
const MESSAGES_SHOWN = 100;

/** The server as this member sees it in this channel. */
export function placeView(discord: DiscordSandbox, person: DiscordPerson, channel: string): PlaceView {
  const { world } = discord;
  const channels = world
    .channels()
    .filter((one) => can(world, { userId: person.id, channel: one }, PermissionFlagsBits.ViewChannel));
  return {
    guild: world.guild.name,
    botId: discord.applicationId,
    people: discord.people().map(personView),
    channels: channels.map((one) => channelView(discord, one)),
    names: Object.fromEntries([
      ...world.users().map(({ id, displayName }) => [id, displayName]),
      ...world.roles().map(({ id, name }) => [id, name]),
      ...channels.map((one) => [one.id, channelView(discord, one).name]),
    ]) as Record<string, string>,
    menus: channels.some(({ id }) => id === channel) ? person.menus(channel) : [],
  };
}

function personView({ id, name, displayName, roles }: DiscordPerson): PersonView {
  return { id, name, displayName, roles };
}

function channelView(discord: DiscordSandbox, channel: WorldChannel): ChannelView {
  const { id, kind } = channel;
  if (kind === 'dm') {
    const name = discord.world.applicationName;
    return { id, kind, name, topic: 'Direct messages between you and the bot' };
  }
  return { id, kind, name: channel.name, topic: kind === 'text' ? (channel.topic ?? '') : 'A thread' };
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
