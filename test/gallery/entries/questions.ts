import type { CommandRequest } from '../../../src/ports/command.ts';
import type { SecretScanner } from '../../../src/ports/secret-scanner.ts';
import { READER_NAMES } from '../../../src/shared/digest-plan.ts';
import { cycle, WEB, type Workspace } from '../../fakes/workspace.ts';
import { asked } from '../asking.ts';
import { DATA_CLASSES, type DataClass, type Entry } from '../entry.ts';
import { houseOf, workspaceOf } from '../houses.ts';
import { ENDLESS, SPECIES, SPECIMENS } from '../nasty.ts';
import { ADMIN } from '../people.ts';

type Options = CommandRequest['options'];

/** What is asked of each command with each kind of data; a new command gets a row (a test says so). */
const USUAL: Readonly<Record<string, Readonly<Record<DataClass, Options>>>> = {
  'show-sprint': all({}),
  'sprint-timeline': all({}),
  digest: all({ kind: 'weekly', audience: READER_NAMES[0] ?? '' }),
  preview: { ...all({ issue: 'ENG-3' }), empty: { issue: 'WEB-1' } },
  'build-status': all({}),
  'my-tasks': all({}),
  'show-issue': { ...all({ issue: 'ENG-4' }), empty: { issue: 'WEB-1' }, hostile: { issue: 'ENG-2' } },
  'list-issues': all({}),
  comment: {
    typical: { issue: 'ENG-4', text: 'Works **for me**.\n\n- [x] tried it' },
    empty: { issue: 'WEB-1', text: 'Hello' },
    extreme: { issue: 'ENG-4', text: ENDLESS },
    hostile: { issue: 'ENG-2', text: SPECIMENS.join('\n') },
  },
  assign: {
    typical: { issue: 'ENG-6', person: 'grace' },
    empty: { issue: 'WEB-1', person: 'nobody' },
    extreme: { issue: 'ENG-4', person: 'person3 of the team' },
    hostile: { issue: 'ENG-2', person: SPECIES.mentions },
  },
  'tag-issue': {
    typical: { issue: 'ENG-6', label: 'Legal' },
    empty: { issue: 'WEB-1', label: 'First of all', create: true },
    extreme: { issue: 'ENG-4', label: 'Label number 7' },
    hostile: { issue: 'ENG-2', label: SPECIES.links, create: true },
  },
  feedback: {
    typical: { text: 'The export forgets the last column' },
    empty: { text: '.' },
    extreme: { text: ENDLESS },
    hostile: { text: SPECIMENS.join('\n') },
  },
  'my-feedback': all({}),
  connect: all({}),
  'my-notifications': all({}),
  help: all({}),
  status: all({}),
};

function all(options: Options): Readonly<Record<DataClass, Options>> {
  return { typical: options, empty: options, extreme: options, hostile: options };
}

/** Each command with each kind of data. */
const usual = (): readonly Entry[] =>
  Object.entries(USUAL).flatMap(([name, options]) =>
    DATA_CLASSES.map((data) =>
      asked({ name: `/${name}`, area: 'questions', data }, (asking) => asking.types(name, options[data])),
    ),
  );

type Further = readonly [name: string, data: DataClass, command: string, options: Options];

/** What else each command answers. */
const FURTHER: readonly Further[] = [
  ['a sprint that is over', 'typical', 'show-sprint', { sprint: 'previous', team: 'ENG' }],
  ['a sprint that has not begun', 'typical', 'show-sprint', { sprint: 'next', team: 'Engineering' }],
  ['a team without a running sprint', 'empty', 'show-sprint', { team: 'WEB' }],
  ['a sprint that is not there', 'typical', 'show-sprint', { sprint: 'Paiments', team: 'ENG' }],
  ['a team that is not there', 'typical', 'show-sprint', { team: 'Enginering' }],
  ['hostile words for a sprint', 'hostile', 'show-sprint', { sprint: SPECIES.all, team: 'ENG' }],
  [
    'every filter at once',
    'typical',
    'list-issues',
    { state: 'In Progress', assignee: 'grace', priority: 'urgent', text: 'webhook', team: 'ENG' },
  ],
  ['nothing matches', 'empty', 'list-issues', { text: 'zebra', team: 'ENG' }],
  ['a state that is not there', 'typical', 'list-issues', { state: 'Doing' }],
  [
    'a text too long to turn pages with',
    'extreme',
    'list-issues',
    { text: 'with a title that is about as long as titles are in real teams', state: 'all' },
  ],
  ['hostile words for a label', 'hostile', 'list-issues', { label: SPECIES.marks }],
  ['an issue that is not there', 'typical', 'show-issue', { issue: 'WEB-4' }],
  ['words that several issues have', 'typical', 'show-issue', { issue: 'refund' }],
  ['hostile words for an issue', 'hostile', 'show-issue', { issue: SPECIES.all }],
  ['right to left and invisible signs', 'hostile', 'show-issue', { issue: 'ENG-7' }],
  ['emoji and East Asian scripts', 'hostile', 'show-issue', { issue: 'ENG-9' }],
  ['a title of 4,000 characters', 'hostile', 'show-issue', { issue: 'ENG-6' }],
  ['one command', 'typical', 'help', { command: 'show-sprint' }],
  ['a command in the menu of messages', 'typical', 'help', { command: 'feedback' }],
  ['a command that is not there', 'typical', 'help', { command: 'show-sprnt' }],
  ['hostile words for a command', 'hostile', 'help', { command: SPECIES.all }],
  ['one project', 'typical', 'build-status', { project: 'docs' }],
  ['a project that is not there', 'typical', 'build-status', { project: 'shp' }],
  ['a name that looks like one', 'typical', 'connect', { person: 'Grase Hoper' }],
  ['by name', 'typical', 'connect', { person: 'grace' }],
  ['hostile words for a name', 'hostile', 'connect', { person: SPECIES.all }],
  ['somebody who has it already', 'typical', 'assign', { issue: 'ENG-5', person: 'ada' }],
  ['to nobody', 'typical', 'assign', { issue: 'ENG-5', person: 'Nobody' }],
  ['a member who is not connected', 'typical', 'assign', { issue: 'ENG-6', member: '4711' }],
  ['two people', 'typical', 'assign', { issue: 'ENG-6', person: 'grace', member: '1001' }],
  ['a label away', 'typical', 'tag-issue', { issue: 'ENG-4', label: 'risk', remove: true }],
  ['a label that it has already', 'typical', 'tag-issue', { issue: 'ENG-4', label: 'Risk' }],
  ['a label that looks like one', 'typical', 'tag-issue', { issue: 'ENG-6', label: 'Legel' }],
  ['personal data', 'typical', 'comment', { issue: 'ENG-6', text: 'Ask eve@example.com or +49 30 1234567.' }],
  ['personal data', 'typical', 'feedback', { text: 'Write to nia@mail.example about it' }],
];

/** Finds a secret in the second line of what was typed. */
const SECOND_LINE: SecretScanner = {
  scan: (text) => Promise.resolve(text.includes('\n') ? [{ kind: 'GitHub token', line: 2 }] : []),
};
const GONE = { update: () => Promise.resolve({ kind: 'no-such-issue' }), comment: () => Promise.resolve(null) };

const twoSprints = (): Workspace => {
  const typical = workspaceOf('typical');
  return { ...typical, cycles: [...typical.cycles, { cycle: cycle(WEB, 5, '2026-08-03T00:00:00Z') }] };
};

/** Where the house is in another state than usual. */
const elsewhere = (): readonly Entry[] => [
  ...['show-sprint', 'list-issues', 'my-tasks', 'show-issue', 'digest'].map((command) =>
    asked(
      { name: `/${command}, while Linear is away: an old answer`, area: 'questions', data: 'typical' },
      (asking) => {
        asking.house.tracker.goStale('2026-08-12T08:00:00Z');
        return asking.types(command, USUAL[command]?.typical);
      },
    ),
  ),
  ...['digest', 'preview', 'my-feedback'].map((command) =>
    asked({ name: `/${command}, without Linear`, area: 'questions', data: 'empty' }, (asking) => {
      asking.house.tracker.failWith('LINEAR_UNREACHABLE');
      return asking.types(command, USUAL[command]?.typical);
    }),
  ),
  ...['feedback', 'comment'].map((command) =>
    asked({ name: `/${command}, kept while Linear is away`, area: 'questions', data: 'typical' }, (asking) => {
      asking.house.tracker.failWith('LINEAR_UNREACHABLE');
      return asking.types(command, USUAL[command]?.typical);
    }),
  ),
  ...['my-tasks', 'connect', 'my-notifications', 'assign'].map((command) =>
    asked(
      {
        name: `/${command}, not connected`,
        area: 'questions',
        data: 'typical',
        house: () => houseOf('typical', { links: [] }),
        who: { name: 'Ada' },
      },
      (asking) => asking.types(command, command === 'assign' ? { issue: 'ENG-6' } : {}),
    ),
  ),
  ...['feedback', 'comment'].map((command) =>
    asked(
      {
        name: `/${command}, with a secret in it`,
        area: 'questions',
        data: 'hostile',
        house: () => houseOf('hostile', { secrets: SECOND_LINE }),
      },
      (asking) => asking.types(command, { issue: 'ENG-2', text: 'one\ntwo' }),
    ),
  ),
  asked(
    {
      name: '/feedback, without a team',
      area: 'questions',
      data: 'empty',
      house: () => houseOf('empty', { defaultTeam: null }),
    },
    (asking) => asking.types('feedback', { text: 'The export' }),
  ),
  asked(
    {
      name: '/show-sprint, several teams have one',
      area: 'questions',
      data: 'typical',
      house: () => houseOf('typical', { defaultTeam: null, links: [] }, twoSprints()),
    },
    (asking) => asking.types('show-sprint'),
  ),
  ...['comment', 'assign', 'tag-issue'].map((command) =>
    asked({ name: `/${command}, the issue is taken away meanwhile`, area: 'questions', data: 'typical' }, (asking) => {
      // What the port answers for an issue that is gone by the time of writing.
      Object.assign(asking.house.tracker, GONE);
      return asking.types(command, USUAL[command]?.typical);
    }),
  ),
  asked(
    { name: '/connect, an administrator asks about others', area: 'questions', data: 'typical', who: ADMIN },
    async (asking) => [
      await asking.types('connect', { member: '1001' }),
      await asking.types('connect', { member: '3003' }),
      await asking.types('connect', { member: '3003', person: 'alan' }),
    ],
  ),
];

/** Everything that is typed. */
export const questions = (): readonly Entry[] => [
  ...usual(),
  ...FURTHER.map(([name, data, command, options]) =>
    asked({ name: `/${command}, ${name}`, area: 'questions', data }, (asking) => asking.types(command, options)),
  ),
  ...elsewhere(),
];
