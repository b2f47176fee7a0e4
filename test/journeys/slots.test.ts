import { mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { BotProcess } from '../../sandbox/bot-process.ts';
import { AnswerBook, tally } from './answer-book.ts';
import { Crowd } from './crowd.ts';
import { beginJourney, isAlive, type Journey, pause, stop, until } from './journey.ts';

const SWAPS = 6;

let journey: Journey;
let book: AnswerBook;
let runDir: string;

beforeEach(async () => {
  journey = await beginJourney();
  book = new AnswerBook(journey.discord);
  runDir = mkdtempSync(join(tmpdir(), 'onomancer-run-'));
});

afterEach(async () => {
  book?.close();
  await journey?.close();
  rmSync(runDir, { recursive: true, force: true });
});

/** As a deployment does it: the link leads to the other socket from one moment to the next. */
function makeLive(slot: string): void {
  const next = join(runDir, 'current.sock.next');
  symlinkSync(`${slot}.sock`, next);
  renameSync(next, join(runDir, 'current.sock'));
}

const startSlot = (slot: string): Promise<BotProcess> => journey.start({ SOCKET_PATH: join(runDir, `${slot}.sock`) });
const frames = (op: string): number =>
  journey.exchanges.filter(({ method, path }) => method === 'FRAME-FROM-BOT' && path === op).length;

it('gives the gateway to whichever slot is live, back and forth, without losing or repeating an answer', async () => {
  makeLive('blue');
  const blue = await startSlot('blue');
  const crowd = new Crowd(journey);
  await crowd.prepare(4);
  const green = await startSlot('green');
  expect(green.lines.some((line) => line.includes('"gateway.not-our-turn"'))).toBe(true);
  const work = { isOver: false };
  const working = (async () => {
    while (!work.isOver) {
      crowd.act();
      await pause(60);
    }
  })();
  try {
    for (let swap = 1; swap <= SWAPS; swap += 1) {
      await pause(700);
      makeLive(swap % 2 === 1 ? 'green' : 'blue');
      await until(`RESUME ${swap}`, () => frames('op 6') === swap, 8_000);
    }
    await pause(500);
  } finally {
    work.isOver = true;
    await working;
  }
  await until('nobody waits any more', () => book.wrong().length === 0).catch(() => undefined);
  console.log(`${tally(book.endings())}; ${frames('op 2')} IDENTIFY, ${frames('op 6')} RESUME in ${SWAPS} swaps.`);
  expect(book.wrong()).toEqual([]);
  expect(book.endings().filter(({ ending }) => ending.kind === 'no-response')).toEqual([]);
  expect(frames('op 2')).toBe(1);
  const started = [blue, green].flatMap(({ lines }) => lines).filter((line) => line.includes('"gateway.started"'));
  expect(started, started.join('\n')).toHaveLength(1 + SWAPS);
  expect([blue, green].map(isAlive)).toEqual([true, true]);
  expect(await stop(green)).toEqual({ code: 0, signal: null });
  expect(await stop(blue)).toEqual({ code: 0, signal: null });
});
