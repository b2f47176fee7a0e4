import { describe, expect, it } from 'vitest';
import { notice, row } from '../../test/fakes/outbox-bed.ts';
import type { OutboxPost, OutboxRow } from '../ports/outbox.ts';
import { chooseRows, MOST_ROWS, mergingAfter } from './merging.ts';

const START = new Date('2026-08-12T10:00:00Z');
const after = (seconds: number): Date => new Date(START.getTime() + seconds * 1_000);

function rows(count: number, more: Partial<OutboxRow> = {}): OutboxRow[] {
  return Array.from({ length: count }, (_, index) =>
    row(notice(`${index}`, { mergeKey: 'ENG-1' }), { id: index + 1, createdAt: START, ...more }),
  );
}

const post = (more: Partial<OutboxPost> = {}): OutboxPost => ({
  id: 1,
  destination: { kind: 'channel', channelId: '1' },
  mergeKey: 'ENG-1',
  key: 'k',
  beganAt: START,
  attempts: 0,
  message: { channelId: '1', messageId: 'm' },
  sentAt: START,
  edits: 0,
  takesUntil: after(60),
  ...more,
});

const idsOf = (chosen: readonly OutboxRow[]): number[] => chosen.map(({ id }) => id);

describe('merging', () => {
  it('puts everything that waits into one message, up to what one reads', () => {
    expect(chooseRows(rows(3), null)).toMatchObject({ kind: 'send', rows: [{ id: 1 }, { id: 2 }, { id: 3 }] });
    expect(chooseRows(rows(50), null).rows).toHaveLength(MOST_ROWS);
    const long = rows(5).map((each) => ({
      ...each,
      content: { kind: 'notice', notice: { title: 't', lines: ['x'.repeat(1_200)], tone: 'neutral' } } as const,
    }));
    expect(idsOf(chooseRows(long, null).rows)).toEqual([1, 2]);
  });

  it('sends a message of its own alone, and a very long one whole', () => {
    expect(idsOf(chooseRows(rows(3, { mergeKey: null }), null).rows)).toEqual([1]);
    const reply = { kind: 'reply', reply: { text: 'x' } } as const;
    expect(idsOf(chooseRows(rows(2, { content: reply }), null).rows)).toEqual([1]);
    const long = { kind: 'notice', notice: { title: 't', lines: ['x'.repeat(9_000)], tone: 'neutral' } } as const;
    expect(idsOf(chooseRows(rows(2, { content: long }), null).rows)).toEqual([1]);
  });

  it('adds to the open message what came in its minute, in order, and the rest goes into a new one', () => {
    const open = { post: post(), rows: rows(1) };
    const [early, late] = [rows(1, { id: 8, createdAt: after(59) }), rows(1, { id: 9, createdAt: after(61) })];
    expect(chooseRows([...early, ...late], open)).toMatchObject({ kind: 'edit', rows: [{ id: 8 }] });
    expect(chooseRows(late, open)).toMatchObject({ kind: 'send', rows: [{ id: 9 }] });
    expect(chooseRows(early, { post: post(), rows: rows(MOST_ROWS) })).toMatchObject({ kind: 'send' });
    // Quiet hours: it came in the minute, but it was not to be said then.
    const slept = rows(1, { createdAt: after(10), notBefore: after(600) });
    expect(chooseRows(slept, open).kind).toBe('send');
  });

  it('edits ever more seldom, six requests for a minute of changes, and never after it', () => {
    let state = post({ message: null, sentAt: null, takesUntil: null });
    let now = START;
    const times: number[] = [];
    for (;;) {
      const merging = mergingAfter(state, rows(2), now);
      if (merging === null) break;
      const { message, sentAt } = post();
      state = post({ message, sentAt, edits: times.length, takesUntil: merging.takesUntil });
      now = merging.editAt;
      times.push((now.getTime() - START.getTime()) / 1_000);
    }
    expect(times).toEqual([3, 9, 21, 41, 60]);
  });

  it('takes no more into what is full, is no notice, or stands alone', () => {
    const fresh = post({ message: null, takesUntil: null });
    expect(mergingAfter(fresh, rows(MOST_ROWS), START)).toBeNull();
    expect(mergingAfter({ ...fresh, mergeKey: null }, rows(1), START)).toBeNull();
    expect(mergingAfter(fresh, rows(1, { content: { kind: 'reply', reply: {} } }), START)).toBeNull();
    expect(mergingAfter(post({ takesUntil: null }), rows(2), START)).toBeNull();
  });
});
