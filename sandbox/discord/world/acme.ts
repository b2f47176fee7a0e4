import { PermissionFlagsBits } from 'discord-api-types/v10';
import { snowflake } from '../snowflake.ts';
import type { Overwrite, TextChannel, WorldMember, WorldRole, WorldSeed, WorldUser } from './model.ts';

/** The ids of the world derive from this moment, so that they are the same in every run. */
const FOUNDED_AT = new Date('2024-03-04T09:00:00.000Z');
const id = (number: number): string => snowflake(FOUNDED_AT.getTime(), number);

const GUILD = id(1);
const APPLICATION = id(2);

const P = PermissionFlagsBits;
const EVERYONE =
  P.ViewChannel |
  P.SendMessages |
  P.SendMessagesInThreads |
  P.CreatePublicThreads |
  P.EmbedLinks |
  P.AttachFiles |
  P.AddReactions |
  P.ReadMessageHistory |
  P.UseApplicationCommands;
const BOT = EVERYONE | P.ManageMessages | P.ManageThreads | P.UseExternalEmojis;

const ROLE_TABLE: readonly { name: string; color: number; permissions: bigint }[] = [
  { name: 'Leadership', color: 0xe67e22, permissions: EVERYONE | P.MentionEveryone },
  { name: 'Product', color: 0x9b59b6, permissions: EVERYONE },
  { name: 'Marketing', color: 0xe91e63, permissions: EVERYONE },
  { name: 'Developers', color: 0x3498db, permissions: EVERYONE },
  { name: 'DevRel', color: 0x1abc9c, permissions: EVERYONE },
  { name: 'Bot admin', color: 0x95a5a6, permissions: EVERYONE | P.ManageGuild },
];

const PEOPLE: readonly { name: string; displayName: string; role?: string }[] = [
  { name: 'ada', displayName: 'Ada Acme' },
  { name: 'leadership', displayName: 'Lea Leadership', role: 'Leadership' },
  { name: 'product', displayName: 'Priya Product', role: 'Product' },
  { name: 'marketing', displayName: 'Marco Marketing', role: 'Marketing' },
  { name: 'developer', displayName: 'Dana Developer', role: 'Developers' },
  { name: 'dev2', displayName: 'Deniz Developer', role: 'Developers' },
  { name: 'devrel', displayName: 'Devi Relations', role: 'DevRel' },
  { name: 'operator', displayName: 'Otto Operator', role: 'Bot admin' },
  { name: 'newcomer', displayName: 'Nico Newcomer' },
];

const roleId = (name: string): string => id(20 + ROLE_TABLE.findIndex((role) => role.name === name));
const BOT_ROLE = id(29);

function roles(): WorldRole[] {
  const plain = { isHoisted: false, isMentionable: false };
  return [
    { ...plain, id: GUILD, name: '@everyone', color: 0, permissions: EVERYONE, position: 0 },
    ...ROLE_TABLE.map((role, index) => ({
      id: roleId(role.name),
      ...role,
      position: ROLE_TABLE.length - index,
      isHoisted: true,
      isMentionable: true,
    })),
    {
      ...plain,
      id: BOT_ROLE,
      name: 'Onomancer',
      color: 0x2ecc71,
      permissions: BOT,
      position: ROLE_TABLE.length + 1,
      botId: APPLICATION,
    },
  ];
}

const users = (): WorldUser[] => [
  { id: APPLICATION, name: 'Onomancer', displayName: 'Onomancer', isBot: true },
  ...PEOPLE.map(({ name, displayName }, index) => ({ id: id(40 + index), name, displayName, isBot: false })),
];

function members(): WorldMember[] {
  const joinedAt = FOUNDED_AT;
  return [
    { userId: APPLICATION, roleIds: [BOT_ROLE], joinedAt },
    ...PEOPLE.map(({ role }, index) => ({
      userId: id(40 + index),
      roleIds: role === undefined ? [] : [roleId(role)],
      joinedAt,
    })),
  ];
}

const hiddenBut = (...allowed: readonly string[]): Overwrite[] => [
  { id: GUILD, kind: 'role', allow: 0n, deny: P.ViewChannel },
  ...allowed.map((role): Overwrite => ({ id: role, kind: 'role', allow: P.ViewChannel, deny: 0n })),
];

function textChannels(): TextChannel[] {
  const table: readonly [string, string, readonly Overwrite[]][] = [
    ['general', 'Everything that has no better place', []],
    ['sprint', 'What we are building right now', []],
    ['feedback', 'What people tell us', []],
    ['leadership', 'For the leadership circle', hiddenBut(roleId('Leadership'), BOT_ROLE)],
    ['founders', 'Nobody but the owner sees this, also no bot', hiddenBut()],
    ['news', 'What happens in Linear, GitHub and Vercel', []],
    ['bot-admins', 'What the bot wants its administrators to know', hiddenBut(roleId('Bot admin'), BOT_ROLE)],
  ];
  return table.map(([name, topic, overwrites], position) => ({
    kind: 'text',
    id: id(60 + position),
    name,
    topic,
    position,
    overwrites,
    lastMessageId: null,
  }));
}

/** "Acme Robotics": a server with the roles of a team that builds software, and the bot as a member. */
export function acmeRobotics(): WorldSeed {
  return {
    guild: { id: GUILD, name: 'Acme Robotics', ownerId: id(40) },
    applicationId: APPLICATION,
    applicationName: 'Onomancer',
    users: users(),
    roles: roles(),
    members: members(),
    channels: [
      ...textChannels(),
      {
        kind: 'thread',
        id: id(70),
        name: 'Release checklist',
        parentId: id(61),
        ownerId: id(44),
        createdAt: FOUNDED_AT,
        autoArchiveMinutes: 10080,
        memberIds: new Set([id(44), id(45), APPLICATION]),
        messageCount: 0,
        lastMessageId: null,
      },
    ],
    greetings: [
      {
        channelId: id(60),
        authorId: id(40),
        text: 'Welcome to Acme Robotics! Type `/help` to see what the bot can do.',
      },
      { channelId: id(61), authorId: id(44), text: 'The gripper firmware is on the test bench, results tonight.' },
      { channelId: id(62), authorId: id(46), text: 'A customer asks whether the arm can pick up eggs.' },
      { channelId: id(70), authorId: id(45), text: 'Still open: changelog, firmware signature, announcement.' },
    ],
  };
}
