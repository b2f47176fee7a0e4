import type { Busyness } from '../../bench/machine.ts';
import { seconds } from '../report/summary.ts';
import type { LoadReport } from '../visitor/load.ts';
import type { Tally } from '../visitor/tally.ts';
import { readInbox } from './release-house.ts';
import { expecting, type Stage } from './stage.ts';

const LONGEST_WAIT_MS = 1_000;
const LONGEST_INTERACTION_MS = 2_500;
const TELLING_STALL_MS = 200;

/** What became of every request, delivery and interaction of a load, each by its id. */
export interface Account {
  readonly load: LoadReport;
  /** Acknowledged, and not in the inbox. */
  readonly lost: number;
  /** In the inbox more than once. */
  readonly doubled: number;
}

export async function accountOf(stage: Stage, load: LoadReport): Promise<Account> {
  const found = await readInbox(stage, load.prefix);
  const lost = load.acknowledged.filter((id) => !found.has(id)).length;
  return { load, lost, doubled: [...found.values()].filter((count) => count !== 1).length };
}

/** Nothing that was acknowledged is lost, and nothing was taken or answered twice. */
export function isKept({ load, lost, doubled }: Account): boolean {
  return lost === 0 && doubled === 0 && load.answeredTwice.length === 0;
}

/** …and nothing failed. */
export function isClean(account: Account): boolean {
  return isKept(account) && kinds(account.load).every(([, tally]) => failures(tally) === 0);
}

export function failures({ failed }: Tally): number {
  return Object.values(failed).reduce((sum, count) => sum + count, 0);
}

/** The three kinds of web request in one. */
export function visits({
  fresh,
  kept,
  slow,
}: LoadReport): Pick<Tally, 'sent' | 'longestMs' | 'gapMs'> & { readonly failed: number } {
  const all = [fresh, kept, slow];
  return {
    sent: all.reduce((sum, { sent }) => sum + sent, 0),
    failed: all.reduce((sum, tally) => sum + failures(tally), 0),
    longestMs: Math.max(...all.map(({ longestMs }) => longestMs)),
    gapMs: Math.max(fresh.gapMs, kept.gapMs),
  };
}

/** How long the web did not answer; 0 when every request was answered. */
export function awayMs({ fresh, kept }: LoadReport): number {
  return Math.max(fresh.awayMs, kept.awayMs);
}

/** One line about all of it. */
export function tell({ load, lost, doubled }: Account): string {
  const told = kinds(load).map(
    ([what, tally]) => `${tellOne(what, tally)}${what === 'webhooks' ? `, ${lost} lost, ${doubled} twice` : ''}`,
  );
  const stalled =
    load.stalledMs > TELLING_STALL_MS ? `; who asks had to wait for the machine for ${load.stalledMs} ms` : '';
  return `${told.join('; ')}, ${load.answeredTwice.length} answered twice${stalled}`;
}

/** How long anybody waited, against what was promised; true when it holds, or when the machine is too busy to say. */
export async function checkWaits(
  stage: Stage,
  load: LoadReport,
  { busyness, during }: { readonly busyness: Busyness; readonly during: string },
): Promise<boolean> {
  const request = Math.max(visits(load).longestMs, load.webhooks.longestMs);
  const interaction = load.interactions.longestMs;
  const isQuick = await stage.checkTime(
    `${during} no request waits longer than 1 s`,
    busyness,
    expecting(request <= LONGEST_WAIT_MS, seconds(request)),
  );
  const isSoon = await stage.checkTime(
    `${during} no interaction waits longer than 2.5 s`,
    busyness,
    expecting(interaction <= LONGEST_INTERACTION_MS, seconds(interaction)),
  );
  return isQuick && isSoon;
}

function kinds({ fresh, kept, slow, webhooks, interactions }: LoadReport): readonly (readonly [string, Tally])[] {
  return [
    ['requests over fresh connections', fresh],
    ['over kept ones', kept],
    ['from slow clients', slow],
    ['webhooks', webhooks],
    ['interactions', interactions],
  ];
}

function tellOne(what: string, { sent, failed, longestMs }: Tally): string {
  const bad = Object.entries(failed).map(([why, count]) => `${count} × ${why}`);
  return `${sent} ${what}, ${bad.length === 0 ? '0 failed' : `FAILED: ${bad.join(', ')}`}, longest ${longestMs} ms`;
}
