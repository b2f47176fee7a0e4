import { HANDLERS } from '../../../src/features/handlers.ts';
import { compose } from '../../../src/outbox/compose.ts';
import type { Effects } from '../../../src/ports/effects.ts';
import { inParts } from '../../../src/ports/message-parts.ts';
import type { Destination, OutboxMessage } from '../../../src/ports/outbox.ts';
import { DEFAULT_PREFERENCES } from '../../../src/ports/preferences.ts';
import type { WorkEvent } from '../../../src/ports/work-event.ts';
import type { ChannelRule } from '../../../src/shared/channel-rule.ts';
import { NOTICE_SELECTIONS } from '../../../src/shared/notice-kinds.ts';
import { link } from '../../fakes/feature-ports.ts';
import { row } from '../../fakes/outbox-bed.ts';
import type { Workspace } from '../../fakes/workspace.ts';
import { message } from '../asking.ts';
import { DATA_CLASSES, type DataClass, type Entry, type Piece, type Seen } from '../entry.ts';
import { Happenings } from '../happenings.ts';
import { type House, houseOf, workspaceOf } from '../houses.ts';
import { NAMES } from '../people.ts';

const NO_LIMITS: ChannelRule['only'] = { teams: [], projects: [], labels: [], branches: [] };

/** A house with one channel that wants to hear everything, and people who want to hear it at once. */
export const listening = (
  data: DataClass,
  more: Parameters<typeof houseOf>[1] = {},
  workspace: Workspace = workspaceOf(data),
): House =>
  houseOf(
    data,
    {
      channels: [
        {
          channelId: '42',
          tells: NOTICE_SELECTIONS.everything,
          only: NO_LIMITS,
          captures: { team: 'ENG', project: null },
        },
      ],
      links: [link('1002', 'grace', 'Grace Hopper'), link('1001', 'ada', 'Ada Lovelace')],
      ...more,
    },
    workspace,
  );

/** Gives the event to every handler, as the worker does; what they say, as the outbox composes it. */
export async function happens(house: House, event: WorkEvent, seen: Seen): Promise<readonly Piece[]> {
  const messages: OutboxMessage[] = [];
  for (const handler of HANDLERS.filter(({ kinds }) => kinds.includes(event.kind))) {
    const context = { inboxId: 7, reference: 'REF00001', attempts: 5, receivedAt: event.at };
    const effects = await handler.handle(house, event, context);
    await settle(house, effects);
    if (effects !== null && effects.messages.length > 0) seen.add(`handler:${handler.name}`);
    messages.push(...(effects?.messages ?? []));
  }
  for (const { dedupeKey } of messages) seen.add(...kindsIn(dedupeKey));
  if (messages.length === 0) throw new Error(`Nobody says anything about ${event.kind} here.`);
  return messages.map(said);
}

function placeOf(destination: Destination): string {
  switch (destination.kind) {
    case 'channel':
      return 'In a channel';
    case 'member':
      return `Direct message to ${NAMES[destination.userId] ?? 'somebody'}`;
    case 'reply':
      return 'Below a message';
  }
}

/** `notice:7:issue-done:…` and `personal:7:0:assigned:…`. */
function kindsIn(dedupeKey: string): readonly string[] {
  const [sort, , third = '', fourth = ''] = dedupeKey.split(':');
  return sort === 'notice'
    ? [`notice:${third}`]
    : sort === 'personal'
      ? [`personal:${fourth}`]
      : sort === 'capture-news'
        ? ['personal:feedback']
        : [];
}

async function settle({ captures }: House, effects: Effects | null): Promise<void> {
  for (const record of effects?.records ?? []) {
    if (record.kind === 'capture-kept') await captures.keep(record.capture);
    if (record.kind === 'capture-changed') await captures.change(record.id, record.change);
  }
}

function said(one: OutboxMessage): Piece {
  return { ...message(compose([row(one)])), place: placeOf(one.destination) };
}

type Told = readonly [name: string, event: (happenings: Happenings) => WorkEvent];

/** What happens to issues and code, each told with each kind of words. */
const TOLD: readonly Told[] = [
  ['An issue is created', (of) => ({ ...of.issue({}, { priority: 1 }), kind: 'issue-created' })],
  [
    'An issue is created that nobody has',
    (of) => ({ ...of.issue({}, { priority: 0, assignee: null }), kind: 'issue-created' }),
  ],
  ['Work begins', (of) => of.issue({ state: { fromId: 'state-Todo' } })],
  [
    'In review',
    (of) => of.issue({ state: { fromId: 'state-In Progress' } }, { state: of.state('In Review', 'started') }),
  ],
  ['Blocked', (of) => of.issue({ state: { fromId: 'state-In Progress' } }, { state: of.state('Blocked', 'started') })],
  ['Going on', (of) => of.issue({ state: { fromId: 'state-Blocked' } })],
  ['Done', (of) => of.issue({ state: { fromId: 'state-In Review' } }, { state: of.state('Done', 'completed') })],
  ['Reopened', (of) => of.issue({ state: { fromId: 'state-Done' } })],
  ['Canceled', (of) => of.issue({ state: { fromId: null } }, { state: of.state('Canceled', 'canceled') })],
  ['A duplicate', (of) => of.issue({ state: { fromId: 'state-Todo' } }, { state: of.state('Duplicate', 'duplicate') })],
  [
    'Moved within the backlog',
    (of) => of.issue({ state: { fromId: 'state-Todo' } }, { state: of.state('Backlog', 'backlog') }),
  ],
  ['Reassigned', (of) => of.issue({ assignee: { fromId: 'person-ada' } })],
  ['Unassigned', (of) => of.issue({ assignee: { fromId: 'person-grace' } }, { assignee: null })],
  [
    'Priority and state at once',
    (of) => of.issue({ priority: { from: 0 }, state: { fromId: 'state-Todo' } }, { priority: 1 }),
  ],
  ['A comment', (of) => of.comment()],
  [
    'A comment through the bot',
    (of) => of.comment({ body: `**Dana \\*D\\* Developer** in Discord:\n\n${of.comment().body}` }),
  ],
  ['A pull request is ready', (of) => of.pullRequest('opened')],
  ['A pull request is open again', (of) => of.pullRequest('reopened')],
  ['A pull request is merged', (of) => of.pullRequest('merged')],
  ['A preview', (of) => of.deployment('preview', 'ready')],
  ['In production', (of) => of.deployment('production', 'ready')],
  ['A deployment failed', (of) => of.deployment('production', 'failed')],
  ['A preview failed', (of) => of.deployment('preview', 'failed')],
  ['A build of the main branch failed', (of) => of.build()],
];

/** Where the class has nothing that could be told: without a state before, or without issues to be personal about. */
const told = (): readonly Entry[] =>
  TOLD.flatMap(([name, event]) =>
    DATA_CLASSES.map(
      (data): Entry => ({
        name,
        area: 'notices',
        data,
        make: (seen) => happens(listening(data), event(new Happenings(data)), seen),
      }),
    ),
  );

/** What few people want to hear, for somebody who does. */
const wanted = (): readonly Entry[] =>
  DATA_CLASSES.map(
    (data): Entry => ({
      name: 'A pull request of somebody who wants to hear of it is merged',
      area: 'notices',
      data,
      async make(seen) {
        const house = listening(data, {}, workspaceOf('typical'));
        const kinds = { ...DEFAULT_PREFERENCES.kinds, merged: 'now' as const };
        await house.preferences.save('1002', { ...DEFAULT_PREFERENCES, kinds });
        return happens(house, { ...new Happenings(data).pullRequest('merged'), issues: ['ENG-4'] }, seen);
      },
    }),
  );

/** News of the same thing that come soon after each other become one message. */
const merged = (): readonly Entry[] =>
  (['typical', 'extreme', 'hostile'] as const).map(
    (data): Entry => ({
      name: 'Several news of one issue in one message',
      area: 'notices',
      data,
      async make() {
        const happenings = new Happenings(data);
        const house = listening(data);
        const events = TOLD.slice(2, data === 'extreme' ? 14 : 6).map(([, event]) => event(happenings));
        const rows = [];
        for (const [index, event] of events.entries()) {
          const handler = HANDLERS.find(({ name }) => name === 'notices-issue');
          const context = { inboxId: index, reference: `REF0000${index}`, attempts: 5, receivedAt: event.at };
          const effects = await handler?.handle(house, event, context);
          rows.push(...(effects?.messages ?? []).filter(({ destination }) => destination.kind === 'channel'));
        }
        return [message(compose(rows.map((one, index) => row(one, { id: index }))))];
      },
    }),
  );

/** A reply that is too long for one message, in parts. */
const inSeveral = (): readonly Entry[] => [
  {
    name: 'A text too long for one message, in parts',
    area: 'notices',
    data: 'extreme',
    make() {
      const reply = {
        text: 'Several words of a long text that somebody wrote. '.repeat(400),
        cards: [{ title: 'A card below', text: 'word '.repeat(2_000) }],
      };
      const whole: OutboxMessage = {
        destination: { kind: 'channel', channelId: '42' },
        content: { kind: 'reply', reply },
        mergeKey: null,
        dedupeKey: 'long',
        reference: 'REF00001',
      };
      return Promise.resolve(inParts(whole).map(said));
    },
  },
];

/** Everything that comes by itself about issues and code. */
export const notices = (): readonly Entry[] => [...told(), ...wanted(), ...merged(), ...inSeveral()];
