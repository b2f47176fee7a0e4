import { compose } from '../../../src/outbox/compose.ts';
import { endingAfter } from '../../../src/outbox/failures.ts';
import type { Asker } from '../../../src/ports/command.ts';
import type { StateType } from '../../../src/ports/issue-tracker.ts';
import type { SecretScanner } from '../../../src/ports/secret-scanner.ts';
import type { IssueEvent, ReactionEvent, WorkEvent } from '../../../src/ports/work-event.ts';
import { AppError } from '../../../src/shared/errors/app-error.ts';
import { notice, row } from '../../fakes/outbox-bed.ts';
import { message } from '../asking.ts';
import { capture } from '../captures.ts';
import type { DataClass, Entry, Piece, Seen } from '../entry.ts';
import { type House, workspaceOf } from '../houses.ts';
import { ENDLESS, SPECIES, SPECIMENS } from '../nasty.ts';
import { happens, listening } from './notices.ts';

const AT = new Date('2026-08-12T09:59:00Z');
const asker = (
  userId: string,
  name: string,
  ...audiences: readonly ('developer' | 'stakeholder')[]
): [string, Asker] => [userId, { userId, name, audiences: new Set(['everyone', ...audiences]) }];
const ASKERS = new Map([asker('10', 'Dana Developer', 'developer'), asker('12', 'Nia Newcomer')]);

interface Pinning {
  readonly content: string;
  readonly userId?: string;
  readonly more?: Parameters<typeof listening>[1];
  readonly before?: (house: House) => void;
  readonly isReadable?: boolean;
}

const pin = (messageId: string, userId: string, kind: ReactionEvent['kind'] = 'reaction-added'): ReactionEvent => ({
  kind,
  emoji: '📌',
  userId,
  guildId: '1',
  channelId: '42',
  messageId,
  at: AT,
  actor: null,
});

/** Somebody pins a message; perhaps somebody takes it back. */
async function pinned(data: DataClass, asked: Pinning, seen: Seen): Promise<readonly Piece[]> {
  const house = listening(data, { askers: ASKERS, ...asked.more });
  asked.before?.(house);
  const id = write(house, asked);
  return happens(house, pin(id, asked.userId ?? '10'), seen);
}

const write = (house: House, { content, isReadable = true }: Pinning): string =>
  house.chat.write({
    id: '80',
    channelId: '42',
    author: { id: '12', name: 'Nia Newcomer', isBot: false },
    content,
    isReadable,
  });

const entry = (name: string, data: DataClass, make: Entry['make']): Entry => ({ name, area: 'notices', data, make });

function closeChannel({ chat }: House): void {
  chat.message = () => Promise.reject(new AppError('DISCORD_DESTINATION_FORBIDDEN'));
}

const secrets: SecretScanner = {
  scan: (text) =>
    Promise.resolve(
      text.includes('\n')
        ? [
            { kind: 'GitHub token', line: 2 },
            { kind: 'AWS access key', line: 3 },
          ]
        : [],
    ),
};
const unknownProject = { team: 'ENG', project: 'Mobile *app*' };

const pins = (): readonly Entry[] => [
  entry('A pinned message became an issue', 'typical', (seen) =>
    pinned('typical', { content: 'The export forgets the last column' }, seen),
  ),
  entry('A pinned message became an issue', 'empty', (seen) => pinned('empty', { content: '.' }, seen)),
  entry('A pinned message became an issue', 'extreme', (seen) => pinned('extreme', { content: ENDLESS }, seen)),
  entry('A pinned message became an issue', 'hostile', (seen) =>
    pinned('hostile', { content: SPECIMENS.join(' ') }, seen),
  ),
  entry('A pinned message with personal data', 'typical', (seen) =>
    pinned('typical', { content: 'Call me: +1 415 555 0123 or nia@mail.example' }, seen),
  ),
  entry('A pinned message with a secret', 'hostile', (seen) =>
    pinned('hostile', { content: 'a\nb\nc', more: { secrets } }, seen),
  ),
  entry('A pinned message, kept while Linear is away', 'typical', (seen) =>
    pinned(
      'typical',
      { content: 'The export forgets', before: (house) => house.tracker.failWith('LINEAR_UNREACHABLE') },
      seen,
    ),
  ),
  entry('A pinned message that Linear refuses', 'typical', (seen) =>
    pinned(
      'typical',
      { content: 'The export forgets', before: (house) => house.tracker.failWith('LINEAR_REFUSED') },
      seen,
    ),
  ),
  entry('A pin of somebody who may not', 'typical', (seen) => pinned('typical', { content: 'x', userId: '12' }, seen)),
  entry('A pin on a message that the bot may not read', 'typical', (seen) =>
    pinned('typical', { content: '', isReadable: false }, seen),
  ),
  entry('A pin in a channel that the bot may not read', 'typical', (seen) =>
    pinned('typical', { content: 'x', before: closeChannel }, seen),
  ),
  entry('A pin for a project that is not there', 'hostile', (seen) =>
    pinned(
      'hostile',
      {
        content: 'The export forgets the last column',
        more: {
          channels: [
            {
              channelId: '42',
              tells: [],
              only: { teams: [], projects: [], labels: [], branches: [] },
              captures: unknownProject,
            },
          ],
        },
      },
      seen,
    ),
  ),
  entry('A pin that was taken back', 'typical', async (seen) => {
    const house = listening('typical', { askers: ASKERS });
    const id = write(house, { content: 'The export forgets the last column' });
    await happens(house, pin(id, '10'), seen);
    return happens(house, pin(id, '10', 'reaction-removed'), seen);
  }),
  entry('Kept feedback is an issue now', 'typical', (seen) => {
    const draft = { title: 'Dark mode', description: '', team: 'ENG', project: null, labels: [] };
    const kept = capture('9', { state: 'kept', issue: null, draft, message: null });
    return happens(
      listening('typical', { captures: [kept] }),
      { kind: 'capture-due', captureId: '9', at: AT, actor: null },
      seen,
    );
  }),
];

const author = (data: DataClass, title: string): readonly Entry[] => {
  const moves: readonly (readonly [string, StateType])[] = [
    ['planned', 'unstarted'],
    ['done', 'completed'],
    ['declined', 'canceled'],
  ];
  return moves.map(([what, type]) =>
    entry(`The author of feedback hears: ${what}`, data, (seen) => {
      const state = { name: data === 'hostile' ? SPECIES.marks : what, type, position: 0 };
      const captured = capture('c1', { author: { id: '12', name: 'Nia' } });
      const event: IssueEvent = {
        kind: 'issue-changed',
        at: AT,
        actor: null,
        issue: {
          id: 'c1',
          identifier: 'ENG-21',
          title,
          url: 'https://linear.app/acme/issue/ENG-21',
          state,
          teamKey: 'ENG',
          priority: 0,
          assignee: null,
          project: null,
          labels: [],
          cycleId: null,
        },
        changes: { state: { fromId: 'state-Triage' } },
      };
      return happens(listening(data, { captures: [captured], channels: [] }), event, seen);
    }),
  );
};

const comments = (): readonly Entry[] =>
  (['typical', 'extreme', 'hostile'] as const).map((data) =>
    entry('A comment that could not be posted comes back', data, (seen) => {
      const body = { typical: '**Ada** in Discord:\n\nNot lost', extreme: ENDLESS, hostile: SPECIMENS.join('\n') }[
        data
      ];
      return happens(
        listening(data),
        { kind: 'comment-due', commentId: 'c', identifier: 'ENG-9999', body, userId: '1001', at: AT, actor: null },
        seen,
      );
    }),
  );

const cycles = (): readonly Entry[] =>
  (['typical', 'empty', 'extreme', 'hostile'] as const).flatMap((data) => {
    const look = (name: string, more: { readonly cycleId: string | null; readonly isRiskTold: boolean }): Entry =>
      entry(name, data, (seen) => {
        const house = listening(data, { watched: [{ teamId: 'team-eng', blocked: [], ...more }] });
        const event: WorkEvent = { kind: 'schedule-due', schedule: 'sprint-watch', period: '1', at: AT, actor: null };
        return happens(house, event, seen);
      });
    const hasBefore = workspaceOf(data).cycles.some(({ cycle }) => cycle.id === 'cycle-eng-11');
    return [
      look(hasBefore ? 'A cycle ends, the next one starts' : 'A cycle starts', {
        cycleId: hasBefore ? 'cycle-eng-11' : null,
        isRiskTold: false,
      }),
    ];
  });

const atRisk: Entry = entry('A cycle is at risk', 'typical', (seen) => {
  const house = listening('typical', {
    watched: [{ teamId: 'team-eng', cycleId: 'cycle-eng-12', isRiskTold: false, blocked: [] }],
  });
  house.clock.set(new Date('2026-08-15T10:00:00Z'));
  return happens(house, { kind: 'schedule-due', schedule: 'sprint-watch', period: '1', at: AT, actor: null }, seen);
});

const missed = (): readonly Entry[] => {
  const event = {
    kind: 'changes-missed',
    at: AT,
    actor: null,
    since: '2026-08-11T20:00:00.000Z',
    created: 3,
    changed: 41,
    comments: 1,
    isCut: false,
  } as const;
  return [
    entry('What was missed, in one sum', 'typical', (seen) => happens(listening('typical'), event, seen)),
    entry('What was missed, in one sum', 'empty', (seen) =>
      happens(listening('empty'), { ...event, created: 0, changed: 1, comments: 0 }, seen),
    ),
    entry('What was missed, in one sum', 'extreme', (seen) =>
      happens(
        listening('extreme'),
        { ...event, created: 99_999, changed: 1_234_567, comments: 888_888, isCut: true },
        seen,
      ),
    ),
  ];
};

/** What administrators are told when a channel is closed to the bot. */
const closed = (): readonly Entry[] =>
  (['typical', 'hostile'] as const).map((data) =>
    entry('The bot cannot write to a channel any more', data, () => {
      const reason = data === 'hostile' ? SPECIMENS.join(' ') : 'Missing Permissions';
      const ending = endingAfter({
        error: new AppError('DISCORD_DESTINATION_FORBIDDEN', { facts: { place: 'x', reason } }),
        post: {
          id: 1,
          destination: { kind: 'channel', channelId: '42' },
          mergeKey: null,
          key: 'k',
          beganAt: AT,
          attempts: 1,
          message: null,
          sentAt: null,
          edits: 0,
          takesUntil: null,
        },
        rows: [row(notice('1'))],
        now: AT,
        random: 0.5,
        adminChannel: '900',
      });
      const report = ending.kind === 'dead' ? ending.closing?.report : null;
      if (!report) throw new Error('Administrators are not told.');
      return Promise.resolve([message(compose([row(report)]))]);
    }),
  );

/** Everything that comes by itself about feedback, comments, cycles and the bot itself. */
export const ownNotices = (): readonly Entry[] => [
  ...pins(),
  ...author('typical', 'Login is slow'),
  ...author('hostile', SPECIMENS.join(' ')),
  ...comments(),
  ...cycles(),
  atRisk,
  ...missed(),
  ...closed(),
];
