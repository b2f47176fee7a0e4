import type { Capture } from '../../src/ports/captures.ts';
import type { DataClass } from './entry.ts';
import { ENDLESS, SPECIMENS } from './nasty.ts';

/** A message that became an issue, as its author and who pinned it see it. */
export const capture = (id: string, more: Partial<Capture> = {}): Capture => ({
  id,
  message: { id: '77', channelId: '2', url: `https://discord.com/channels/1/2/${id}` },
  author: { id: '1001', name: 'Ada' },
  capturedBy: '1001',
  capturedAt: new Date('2026-08-11T09:00:00Z'),
  state: 'created',
  draft: null,
  issue: {
    identifier: `ENG-${id}`,
    title: 'The export forgets the last column',
    url: `https://linear.app/acme/issue/ENG-${id}`,
    state: { name: 'Backlog', type: 'backlog' },
  },
  priority: 0,
  writtenAt: null,
  attempts: 0,
  tellsAuthor: null,
  lastNews: null,
  reference: 'REF00001',
  ...more,
});

const draft = { title: 'Dark mode', description: '', team: null, project: null, labels: [] };

const titled = (id: string, title: string): Capture => {
  const { issue, ...rest } = capture(id);
  return { ...rest, issue: issue && { ...issue, title, state: { name: title, type: 'started' } } };
};

/** What the asker has said before. */
export const CAPTURES: Readonly<Record<DataClass, readonly Capture[]>> = {
  typical: [
    capture('1'),
    capture('2', { tellsAuthor: false }),
    capture('3', { state: 'kept', issue: null, draft, message: null }),
    capture('4', { state: 'undone' }),
    capture('5', { author: { id: '1002', name: 'Grace' }, capturedBy: '1002' }),
  ],
  empty: [],
  extreme: Array.from({ length: 60 }, (_, index) => titled(`${900 + index}`, ENDLESS)),
  hostile: SPECIMENS.map((words, index) => titled(`${900 + index}`, words)),
};
