import { describe, expect, it } from 'vitest';
import { notice, row } from '../../test/fakes/outbox-bed.ts';
import type { OutboxPost } from '../ports/outbox.ts';
import { AppError } from '../shared/errors/app-error.ts';
import type { ErrorCode } from '../shared/errors/catalogue.ts';
import { endingAfter } from './failures.ts';

const NOW = new Date('2026-08-12T10:00:00Z');

const post: OutboxPost = {
  id: 1,
  destination: { kind: 'channel', channelId: '1' },
  mergeKey: null,
  key: 'k',
  beganAt: NOW,
  attempts: 0,
  message: null,
  sentAt: null,
  edits: 0,
  takesUntil: null,
};

function after(
  code: ErrorCode,
  more: { facts?: Record<string, string | number>; post?: Partial<OutboxPost>; adminChannel?: string | null } = {},
) {
  return endingAfter({
    error: new AppError(code, { facts: more.facts ?? {} }),
    post: { ...post, ...more.post },
    rows: [row(notice('1'))],
    now: NOW,
    random: 1,
    adminChannel: more.adminChannel ?? null,
  });
}

const pauseMs = (...args: Parameters<typeof after>): number => {
  const ending = after(...args);
  return ending.kind === 'again' ? ending.nextAt.getTime() - NOW.getTime() : Number.NaN;
};

describe('after a failure', () => {
  it('tries again with pauses that double up to a minute', () => {
    const pauses = [0, 1, 2, 5, 6, 50].map((attempts) => pauseMs('DISCORD_UNREACHABLE', { post: { attempts } }));
    expect(pauses).toEqual([1_000, 2_000, 4_000, 32_000, 60_000, 60_000]);
  });

  it('waits at least as long as Discord asks', () => {
    expect(pauseMs('DISCORD_RATE_LIMITED', { facts: { seconds: 90 } })).toBe(91_000);
  });

  it('gives up after a day, and at once what no repetition mends', () => {
    const yesterday = { beganAt: new Date(NOW.getTime() - 24 * 3_600_000) };
    expect(after('DISCORD_UNREACHABLE', { post: yesterday })).toMatchObject({ kind: 'dead', closing: null });
    expect(after('DISCORD_REFUSED')).toMatchObject({ kind: 'dead', closing: null });
    expect(after('INTERNAL')).toMatchObject({ kind: 'dead', closing: null });
  });

  it('does not give up because of a token that somebody is changing', () => {
    expect(after('DISCORD_TOKEN_REJECTED').kind).toBe('again');
  });

  it('closes a place that is gone or forbidden, and reports channels where there is somewhere to', () => {
    const gone = { facts: { place: 'the channel 1' } };
    const until = new Date(NOW.getTime() + 30 * 60_000);
    expect(after('DISCORD_DESTINATION_GONE', gone)).toMatchObject({ kind: 'dead', closing: { until, report: null } });
    const reported = after('DISCORD_DESTINATION_GONE', { ...gone, adminChannel: '9' });
    expect(reported).toMatchObject({ closing: { report: { destination: { channelId: '9' }, reference: 'REF1' } } });
    expect(after('DISCORD_DESTINATION_GONE', { ...gone, adminChannel: '1' })).toMatchObject({
      closing: { report: null },
    });
    const direct = { destination: { kind: 'member', userId: '7' } } as const;
    expect(after('DISCORD_DESTINATION_FORBIDDEN', { post: direct, adminChannel: '9' })).toMatchObject({
      closing: { report: null },
    });
  });

  it('leaves a message that somebody deleted, and says what is new in another one', () => {
    const message = { channelId: '1', messageId: 'm' };
    expect(after('DISCORD_DESTINATION_GONE', { post: { message } })).toEqual({ kind: 'apart', post: 1 });
  });
});
