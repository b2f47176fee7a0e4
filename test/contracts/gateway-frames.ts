import type { Exchange } from '../../sandbox/record.ts';
import type { DeclaredTypes } from './declared-types.ts';
import type { DiscordDescription } from './discord-openapi.ts';

/** A frame of the gateway, whoever sent it. */
export interface Frame {
  readonly op: number;
  readonly t?: string | null;
  readonly d?: unknown;
}

type Data = Readonly<Record<string, unknown>>;

/** Of frames that are no events: the types of discord-api-types by opcode. */
const TYPES: Readonly<Record<number, string>> = {
  1: 'GatewayHeartbeat',
  2: 'GatewayIdentify',
  6: 'GatewayResume',
  7: 'GatewayReconnect',
  8: 'GatewayRequestGuildMembers',
  9: 'GatewayInvalidSession',
  10: 'GatewayHello',
  11: 'GatewayHeartbeatAck',
};

/** https://docs.discord.com/developers/events/gateway-events#guild-create: what it has and GET /guilds/{id} has not. */
const GUILD_CREATE_EXTRA = (
  'joined_at large unavailable member_count voice_states members channels threads ' +
  'presences stage_instances guild_scheduled_events soundboard_sounds'
).split(' ');

/** A part of an event that Discord's OpenAPI description knows too. */
interface Part {
  readonly at: string;
  readonly schema: string;
  readonly value: unknown;
}

const part = (at: string, schema: string, value: unknown): Part[] =>
  value === undefined ? [] : [{ at, schema, value }];

function each(at: string, schema: string, values: unknown): Part[] {
  return Object.entries((values ?? {}) as Data).map(([key, value]) => ({ at: `${at}/${key}`, schema, value }));
}

function without(value: unknown, names: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}

/** What an interaction gives beside the member itself: https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-structure */
const memberPart = (at: string, schema: string, member: unknown) =>
  part(at, schema, member && without(member, ['permissions']));

function interactionParts(d: Data): Part[] {
  const resolved = (d['data'] as { resolved?: Data } | undefined)?.resolved ?? {};
  return [
    ...memberPart('/d/member', 'GuildMemberResponse', d['member']),
    ...part('/d/user', 'UserResponse', d['user']),
    ...part('/d/message', 'MessageResponse', d['message']),
    ...each('/d/data/resolved/users', 'UserResponse', resolved['users']),
    ...each('/d/data/resolved/roles', 'GuildRoleResponse', resolved['roles']),
    ...Object.entries((resolved['members'] ?? {}) as Data).flatMap(([id, member]) =>
      memberPart(`/d/data/resolved/members/${id}`, 'BasicGuildMemberResponse', member),
    ),
  ];
}

const message = (d: Data): Part[] => part('/d', 'MessageResponse', without(d, ['guild_id', 'member']));

/** The described parts of each event that the local Discord sends. */
const PARTS: Readonly<Record<string, (d: Data) => Part[]>> = {
  READY: (d) => part('/d/user', 'UserPIIResponse', d['user']),
  RESUMED: () => [],
  GUILD_CREATE: (d) => [
    ...part('/d', 'GuildWithCountsResponse', without(d, GUILD_CREATE_EXTRA)),
    ...each('/d/members', 'GuildMemberResponse', d['members']),
    ...each('/d/channels', 'GuildChannelResponse', d['channels']),
    ...each('/d/threads', 'ThreadResponse', d['threads']),
  ],
  GUILD_MEMBERS_CHUNK: (d) => each('/d/members', 'GuildMemberResponse', d['members']),
  INTERACTION_CREATE: interactionParts,
  MESSAGE_CREATE: message,
  MESSAGE_UPDATE: message,
  MESSAGE_DELETE: () => [],
  MESSAGE_REACTION_ADD: (d) => part('/d/member', 'GuildMemberResponse', d['member']),
  MESSAGE_REACTION_REMOVE: () => [],
  THREAD_CREATE: (d) => part('/d', 'ThreadResponse', without(d, ['newly_created'])),
};

/** The frames of a record, in order. */
export function framesIn(exchanges: readonly Exchange[]): Frame[] {
  const isFrame = ({ service }: Exchange): boolean => service === 'discord-gateway';
  return exchanges.filter(isFrame).map(({ requestBody, responseBody }) => (requestBody ?? responseBody) as Frame);
}

/** How a frame is called in a complaint: `READY`, `op 10`. */
export const nameOf = ({ op, t }: Frame): string => t ?? `op ${op}`;

/** The name of the type of a frame; MESSAGE_CREATE is a GatewayMessageCreateDispatch. */
function typeOf({ op, t }: Frame): string {
  if (!t) return TYPES[op] ?? `opcode ${op}`;
  const pascal = t.toLowerCase().replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
  return `Gateway${pascal}Dispatch`;
}

/** What the types of discord-api-types say against a frame. */
export function typeProblems(types: DeclaredTypes, frame: Frame): string[] {
  const type = typeOf(frame);
  if (!types.has(type)) return [`${nameOf(frame)}: there is no type ${type}`];
  return types.complaints(type, frame).map(({ at, message: what }) => `${nameOf(frame)} ${at}: ${what}`);
}

/** What Discord's OpenAPI description says against the parts of an event that it knows. */
export function partProblems(description: DiscordDescription, frame: Frame): string[] {
  if (!frame.t) return [];
  const parts = PARTS[frame.t];
  if (!parts) return [`${frame.t}: nobody has said which parts of this event are described`];
  return parts(frame.d as Data).flatMap(({ at, schema, value }) =>
    description
      .check(schema, value)
      .map((complaint) => `${frame.t} ${at}${complaint.at}: ${complaint.message} (${schema})`),
  );
}
