import type { Timing } from './plan-times.ts';

/** For whom a digest is written. */
export const READERS = {
  leadership: 'Where each sprint stands, what is at risk and why, what to decide',
  product: 'By project: what was finished, what is under way, what waits for what',
  marketing: 'What is finished and can be told, what comes next, in plain words',
  devrel: 'What changed for developers outside, and what lacks documentation',
  developers: 'What waits for review, what is blocked, builds and deployments',
} as const satisfies Record<string, string>;

export type Reader = keyof typeof READERS;

export const READER_NAMES = Object.keys(READERS) as readonly Reader[];

export type DigestKind = 'daily' | 'weekly';

/** A digest that comes by itself. */
export interface DigestPlan {
  /** Names its runs, so that none comes twice: two plans never have the same. */
  readonly name: string;
  readonly kind: DigestKind;
  readonly channelId: string;
  readonly audience: Reader;
  readonly timing: Extract<Timing, { kind: 'at' }>;
  /** Keys of the teams that it is about; empty: all. */
  readonly teams: readonly string[];
  /** When nothing happened: say so in one line, or stay silent. */
  readonly whenQuiet: 'say' | 'skip';
}
