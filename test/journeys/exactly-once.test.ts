import { afterEach, expect, it } from 'vitest';
import type { BotProcess } from '../../sandbox/bot-process.ts';
import type { SandboxEventMap, SandboxEventName } from '../../sandbox/discord/events.ts';
import { openStore } from '../../src/adapters/sqlite/open-store.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { groupBy } from '../../src/shared/group-by.ts';
import { AnswerBook, tally } from './answer-book.ts';
import { Crowd } from './crowd.ts';
import { beginJourney, IS_FULL, type Journey, pause, stop, until } from './journey.ts';

const INTERACTIONS = IS_FULL ? 2_000 : 500;
const EVERY_MS = 50;
/** Longer than Discord waits, so that some people are told that nobody responded. */
const LONG_ABSENCE_MS = 3_500;
const PAGES = 16;
/** So many people act in the very moment of a kill. */
const AT_ONCE = 8;
/** Between two troubles. */
const CALM_MS = 1_500;
const ROUNDS = IS_FULL ? 4 : 1;
const PATIENCE_MS = IS_FULL ? 400_000 : 120_000;
const NO_REASON = 'for no reason';
/** Around a kill or a drop, an interaction may have been on its way. */
const ON_ITS_WAY_MS = 1_000;

let journey: Journey;
let book: AnswerBook;

afterEach(async () => {
  book?.close();
  await journey?.close();
});

/** When nobody was there to answer. */
interface Absence {
  readonly why: string;
  readonly fromMs: number;
  toMs: number;
}

/** The moments at which a kill hurts most. */
const MOMENTS = {
  'acknowledged, not yet answered': () =>
    once('interaction-acknowledged', ({ callbacks }) => callbacks.at(-1)?.type === 5),
  'on its way to the bot': () => once('interaction-created', ({ kind }) => kind === 'command'),
  // The first edit of a reply is its answer; later ones are pressed buttons.
  'answered, not yet written down': () => once('message-edited', ({ id }) => !book.hasSeenEdited(id)),
} as const;

function once<N extends SandboxEventName>(event: N, isMeant: (value: SandboxEventMap[N]) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stopListening = journey.discord.on(event, (value) => {
      if (!isMeant(value)) return;
      stopListening();
      resolve();
    });
  });
}

it(
  'answers each interaction once, whatever is killed and dropped',
  async () => {
    journey = await beginJourney();
    book = new AnswerBook(journey.discord);
    journey.faults.add({ service: 'linear', kind: 'slow', delayMs: 150 });
    let bot: BotProcess = await journey.start();
    const crowd = new Crowd(journey);
    await crowd.prepare(PAGES);
    const absences: Absence[] = [];

    const killAndRestart = async (moment: keyof typeof MOMENTS, absentMs: number): Promise<void> => {
      const now = MOMENTS[moment]();
      for (let more = 0; more < AT_ONCE; more += 1) crowd.act();
      await now;
      bot.child.kill('SIGKILL');
      const absence: Absence = { why: `while it was killed (${moment})`, fromMs: Date.now(), toMs: Date.now() };
      absences.push(absence);
      await bot.exited;
      await pause(absentMs);
      bot = await journey.start();
      absence.toMs = Date.now();
    };
    const { gateway } = journey.discord;
    const drop = async (why: string, make: () => void): Promise<void> => {
      const absence: Absence = { why, fromMs: Date.now(), toMs: Date.now() };
      absences.push(absence);
      const before = resumes();
      make();
      await until(`RESUME after: ${why}`, () => resumes() > before && gateway.sessions.some((one) => one.isConnected));
      absence.toMs = Date.now();
    };
    const resumes = (): number => framesFromBot('op 6');
    const troubles: readonly (() => Promise<void>)[] = [
      () => drop('while the connection was cut', () => gateway.drop()),
      () => killAndRestart('acknowledged, not yet answered', 0),
      () => drop('while it was asked to reconnect', () => gateway.reconnect()),
      () => drop('while its session was called invalid', () => gateway.invalidateSession({ resumable: true })),
      () => killAndRestart('on its way to the bot', LONG_ABSENCE_MS),
      () => drop('while the connection was cut', () => gateway.drop()),
      () => killAndRestart('answered, not yet written down', 0),
      () => drop('while it was asked to reconnect', () => gateway.reconnect()),
    ];
    const trouble = { isOver: false };
    const makeTrouble = async (): Promise<void> => {
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const make of troubles) {
          await pause(CALM_MS);
          await make();
        }
      }
    };
    const making = makeTrouble().finally(() => {
      trouble.isOver = true;
    });
    // What went wrong is thrown below, when everybody has acted.
    making.catch(() => undefined);
    while (crowd.acts < INTERACTIONS || !trouble.isOver) {
      crowd.act();
      await pause(EVERY_MS);
    }
    await making;
    await until('nobody waits any more', () => book.endings().every(({ ending }) => ending.kind !== 'open')).catch(
      () => undefined,
    );

    const endings = book.endings();
    const silent = endings.filter(({ ending }) => ending.kind === 'no-response');
    const causes = groupBy(silent, ({ trace }) => causeOf(trace.createdAt, absences));
    const told = [...causes].map(([why, those]) => `${those.length} ${why}`).join(', ');
    console.log(
      [
        `${tally(endings)}${told ? ` (${told})` : ''}; ${book.repeatedEdits} edits said the same again.`,
        `${framesFromBot('op 2')} IDENTIFY, ${resumes()} RESUME.`,
        ...absences.map(({ why, fromMs, toMs }) => `${why}: ${toMs - fromMs} ms`),
      ].join('\n  '),
    );
    expect(book.wrong()).toEqual([]);
    expect(causes.get(NO_REASON) ?? []).toEqual([]);
    expect(book.size).toBe(crowd.acts + PAGES);
    expect(framesFromBot('op 2')).toBe(1);

    expect(await stop(bot)).toEqual({ code: 0, signal: null });
    const kept = await whatIsKept();
    expect(kept.unfinished).toEqual([]);
    expect(kept.audit).toBe('intact');
    const answered = endings.filter(({ ending }) => ending.kind === 'answered');
    expect(answered.filter(({ trace }) => !kept.audited.has(trace.id)).map(({ trace }) => trace.id)).toEqual([]);
  },
  PATIENCE_MS,
);

/** The latest absence around the moment that a person acted. */
function causeOf(createdAt: Date, absences: readonly Absence[]): string {
  const at = createdAt.getTime();
  const found = absences.findLast(({ fromMs, toMs }) => at >= fromMs - ON_ITS_WAY_MS && at <= toMs + ON_ITS_WAY_MS);
  return found?.why ?? NO_REASON;
}

function framesFromBot(op: string): number {
  return journey.exchanges.filter(({ method, path }) => method === 'FRAME-FROM-BOT' && path === op).length;
}

/** What stands in the database once the bot has stopped. */
async function whatIsKept() {
  const store = await openStore({ dataDir: journey.dataDir, clock: systemClock });
  try {
    const rows = await store.audit.latest(100_000);
    return {
      unfinished: await store.gateway.unfinished(),
      audit: (await store.audit.verify()).kind,
      audited: new Set(rows.map(({ detail }) => detail['interaction'])),
    };
  } finally {
    await store.close();
  }
}
