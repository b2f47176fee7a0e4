import type { Reply } from '../../../src/ports/chat.ts';
import type { ChatMessage } from '../../../src/ports/chat-channel.ts';
import type { Link } from '../../../src/ports/store.ts';
import { link } from '../../fakes/feature-ports.ts';
import { type Asking, asked } from '../asking.ts';
import { DATA_CLASSES, type DataClass, type Entry, type Piece } from '../entry.ts';
import { houseOf } from '../houses.ts';
import { ENDLESS, SPECIMENS } from '../nasty.ts';
import { ADMIN } from '../people.ts';

const MESSAGE: ChatMessage = {
  id: '78',
  channelId: '2',
  guildId: '1',
  author: { id: '12', name: 'Nia Newcomer', isBot: false },
  content: 'The login is slow',
  isReadable: true,
  createdAt: new Date('2026-08-12T09:00:00Z'),
  url: 'https://discord.com/channels/1/2/78',
  attachments: [],
  replyTo: null,
  threadName: null,
  parentId: null,
};

const WRITTEN: Readonly<Record<DataClass, Partial<ChatMessage>>> = {
  typical: { content: 'The login is slow. Call me: +1 415 555 0123', threadName: 'Login' },
  empty: { content: '.' },
  extreme: { content: ENDLESS, replyTo: { author: 'Ada', content: ENDLESS } },
  hostile: { content: SPECIMENS.join('\n'), author: { id: '12', name: '@everyone [x](y)', isBot: false } },
};

/** The menu of a message, with each kind of message. */
const menus = (): readonly Entry[] =>
  DATA_CLASSES.map((data) =>
    asked({ name: 'Create Linear issue, from the menu of a message', area: 'controls', data }, async (asking) => {
      const target = { ...MESSAGE, ...WRITTEN[data] };
      return [await asking.usesMenu('feedback', target), await asking.usesMenu('feedback', target)];
    }),
  );

/** The menu of a member: somebody with tasks, nobody's, an app. */
const memberMenus = (): readonly Entry[] =>
  DATA_CLASSES.map((data) =>
    asked(
      { name: 'Show open tasks, from the menu of a member', area: 'controls', data, who: { userId: '12' } },
      async (asking) => [
        await asking.usesMemberMenu('my-tasks', { userId: '1001', name: 'Ada', isBot: false }),
        await asking.presses('my-tasks', 'refresh-of:1001'),
        await asking.usesMemberMenu('my-tasks', { userId: '13', name: MEMBER_NAMES[data], isBot: false }),
        await asking.usesMemberMenu('my-tasks', { userId: '14', name: MEMBER_NAMES[data], isBot: true }),
      ],
    ),
  );

const MEMBER_NAMES: Readonly<Record<DataClass, string>> = {
  typical: 'Nia Newcomer',
  empty: '',
  extreme: ENDLESS,
  hostile: SPECIMENS.join(' '),
};

const typical = (name: string, ask: (asking: Asking) => Promise<Piece | readonly Piece[]>): Entry =>
  asked({ name, area: 'controls', data: 'typical' }, ask);

const hostile = (name: string, ask: (asking: Asking) => Promise<Piece | readonly Piece[]>): Entry =>
  asked({ name, area: 'controls', data: 'hostile' }, ask);

/** The id of the button with this label, or of the first select, without the command. */
function idIn(piece: Piece, label: string | RegExp): string {
  const { buttons = [], selects = [] }: Reply = piece.kind === 'message' ? piece.reply : {};
  const found = buttons.flat().find((button) => button.kind === 'action' && button.label.search(label) >= 0);
  const id =
    found?.kind === 'action' ? found.id : selects.find(({ placeholder }) => placeholder.search(label) >= 0)?.id;
  if (id === undefined) throw new Error(`There is nothing called ${String(label)} to press.`);
  return id.replace(/^[^:]+:/, '');
}

const sprints = (): readonly Entry[] => [
  ...DATA_CLASSES.map((data) =>
    asked({ name: '/show-sprint, All issues, page 1 and 2', area: 'controls', data }, async (asking) => [
      await asking.presses('show-sprint', 'issues:1:cycle-eng-12'),
      await asking.presses('show-sprint', 'issues:2:cycle-eng-12'),
    ]),
  ),
  typical('/show-sprint, Refresh of a sprint that is gone', (asking) =>
    asking.presses('show-sprint', 'refresh:nothing'),
  ),
  typical('/sprint-timeline, its button', (asking) => asking.presses('sprint-timeline', 'show:cycle-eng-12')),
  asked({ name: '/list-issues, the next page', area: 'controls', data: 'extreme' }, async (asking) =>
    asking.presses('list-issues', idIn(await asking.types('list-issues', { state: 'all' }), 'Next')),
  ),
  asked({ name: '/list-issues, the last page that there is', area: 'controls', data: 'extreme' }, (asking) =>
    asking.presses('list-issues', '50..*.....'),
  ),
  typical('/list-issues, a list that is out of date', (asking) => asking.presses('list-issues', 'what is this')),
  typical('/my-tasks, Refresh', (asking) => asking.presses('my-tasks', 'refresh')),
  typical('/preview, Look again', (asking) => asking.presses('preview', 'again:ENG-3')),
  typical('/build-status, Look again', (asking) => asking.presses('build-status', 'again:acme/docs')),
];

const issues = (): readonly Entry[] => [
  ...(['typical', 'extreme', 'hostile'] as const).flatMap((data) => [
    asked({ name: '/assign, the people to choose from', area: 'controls', data }, (asking) =>
      asking.presses('assign', 'ENG-4'),
    ),
    asked({ name: '/tag-issue, the labels to choose from', area: 'controls', data }, (asking) =>
      asking.presses('tag-issue', 'ENG-4'),
    ),
  ]),
  typical('/assign, one chosen', async (asking) =>
    asking.picks('assign', idIn(await asking.presses('assign', 'ENG-6'), ''), ['person-grace']),
  ),
  typical('/tag-issue, some chosen', async (asking) => [
    await asking.picks('tag-issue', 'add:ENG-4', ['Design', 'Legal']),
    await asking.picks('tag-issue', 'drop:ENG-4', ['Risk']),
  ]),
  typical('/comment, written in the form', (asking) => asking.sends('comment', 'ENG-4', { text: 'From the window' })),
  hostile('/comment, written in the form', (asking) => asking.sends('comment', 'ENG-2', { text: SPECIMENS.join(' ') })),
];

const captures = (): readonly Entry[] => [
  typical('/feedback, written in the form', (asking) =>
    asking.sends('feedback', 'new', { title: 'Arms in two sizes', text: 'A customer would buy a smaller arm.' }),
  ),
  hostile('/feedback, written in the form', (asking) =>
    asking.sends('feedback', 'new', { title: SPECIMENS.join(' '), text: SPECIMENS.join('\n') }),
  ),
  typical('What was captured: a priority chosen', async (asking) => {
    await asking.usesMenu('feedback', MESSAGE);
    return asking.presses('feedback', `priority:${asking.house.captures.all.at(-1)?.id ?? ''}:1`);
  }),
  typical('What was captured: undone', async (asking) => {
    await asking.usesMenu('feedback', MESSAGE);
    return asking.presses('feedback', `undo:${asking.house.captures.all.at(-1)?.id ?? ''}`);
  }),
  typical('What was captured: kept, then undone', async (asking) => {
    asking.house.tracker.failWith('LINEAR_UNREACHABLE');
    await asking.usesMenu('feedback', MESSAGE);
    return asking.presses('feedback', `undo:${asking.house.captures.all.at(-1)?.id ?? ''}`);
  }),
  typical('What was captured: it stays, somebody works on it', async (asking) => {
    await asking.usesMenu('feedback', MESSAGE);
    const id = asking.house.captures.all.at(-1)?.id ?? '';
    await asking.house.tracker.update(id, { assigneeId: 'person-ada', state: { type: 'started' }, priority: 1 });
    await asking.house.tracker.comment({ id: 'c', issueId: id, body: 'On it' });
    return asking.presses('feedback', `undo:${id}`);
  }),
  typical('What was captured: Keep it', async (asking) => {
    await asking.usesMenu('feedback', MESSAGE);
    return asking.presses('feedback', `keep:${asking.house.captures.all.at(-1)?.id ?? ''}`);
  }),
  typical('What was captured: undo by somebody who may not', async (asking) => asking.presses('feedback', 'undo:5')),
  typical('What was captured: Tell me what becomes of it', async (asking) => [
    await asking.presses('my-feedback', 'tell:1'),
    await asking.presses('my-feedback', 'tell:5'),
  ]),
  typical('/my-feedback, some chosen', (asking) => asking.picks('my-feedback', 'tell', ['2'])),
];

const people = (): readonly Entry[] => [
  typical('/connect, Disconnect, again, and back', async (asking) => [
    await asking.presses('connect', 'off'),
    await asking.presses('connect', 'off'),
    await asking.presses('connect', 'start'),
  ]),
  ...(['typical', 'hostile'] as const).map((data) =>
    asked(
      {
        name: '/connect, a name that is taken',
        area: 'controls',
        data,
        house: () => houseOf(data, { links: [takenLink(data)] }),
      },
      (asking) => asking.presses('connect', `me:${takenLink(data).trackerUserId}`),
    ),
  ),
  asked(
    {
      name: '/connect, an administrator reassigns',
      area: 'controls',
      data: 'typical',
      who: ADMIN,
      house: () => houseOf('typical', { links: [link('2002', 'grace', 'Grace Hopper')] }),
    },
    async (asking) => [
      await asking.types('connect', { person: 'grace', member: '3003' }),
      await asking.presses('connect', 'give:3003:person-grace'),
      await asking.presses('connect', 'off:3003'),
    ],
  ),
  typical('/connect, somebody who is no administrator', (asking) => asking.presses('connect', 'off:2002')),
  typical('/my-notifications, chosen, off and as usual', async (asking) => [
    await asking.picks('my-notifications', 'now', ['comment', 'priority']),
    await asking.picks('my-notifications', 'summary', []),
    await asking.presses('my-notifications', 'off'),
    await asking.presses('my-notifications', 'usual'),
  ]),
  typical('/my-notifications, times', (asking) =>
    asking.sends('my-notifications', 'times', {
      timeZone: 'berlin',
      quietFrom: '8 pm',
      quietUntil: '7.30',
      summaryAt: '9',
    }),
  ),
  typical('/my-notifications, times that are none', (asking) =>
    asking.sends('my-notifications', 'times', {
      timeZone: 'Europe/Brelin',
      quietFrom: '25:00',
      quietUntil: '',
      summaryAt: 'noon',
    }),
  ),
  hostile('/my-notifications, times that are none', (asking) =>
    asking.sends('my-notifications', 'times', {
      timeZone: SPECIMENS[0] ?? '',
      quietFrom: SPECIMENS[4] ?? '',
      quietUntil: SPECIMENS[5] ?? '',
      summaryAt: ENDLESS,
    }),
  ),
];

const takenLink = (data: 'typical' | 'hostile'): Link =>
  data === 'typical' ? link('2002', 'grace', 'Grace Hopper') : link('2002', 'nasty0', SPECIMENS.join(' '));

/** What happens after a first answer. */
export const controls = (): readonly Entry[] => [
  ...menus(),
  ...memberMenus(),
  ...sprints(),
  ...issues(),
  ...captures(),
  ...people(),
];
