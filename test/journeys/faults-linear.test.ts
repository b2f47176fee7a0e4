import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { BotProcess } from '../../sandbox/bot-process.ts';
import type { Fault } from '../../sandbox/faults.ts';
import { AnswerBook } from './answer-book.ts';
import { beginJourney, IS_FULL, isAlive, type Journey, pause, until } from './journey.ts';
import { errorIn, healthOf, says, untilService } from './reading.ts';

let journey: Journey;
let bot: BotProcess;
let book: AnswerBook;
let sprintSeenAtMs: number;
let questions = 0;

beforeAll(async () => {
  journey = await beginJourney();
  book = new AnswerBook(journey.discord);
  bot = await journey.start();
  await says(journey, 'leadership', '/show-sprint');
  sprintSeenAtMs = performance.now();
});

afterEach(() => journey.faults.clear());

afterAll(async () => {
  book.close();
  await journey.close();
});

const NOTHING_FOUND = 'No issue matches';

/** Without a restart: the very next question that is worth asking is answered, and everybody can see that all is well. */
async function expectRecovery(): Promise<void> {
  journey.faults.clear();
  await until('Linear is back', async () => (await ask()).includes(NOTHING_FOUND) || pause(200), 30_000);
  await untilService(bot, 'linear', 'on');
  expect(await says(journey, 'newcomer', '/status')).toContain('↳ Linear answers.');
  expect(isAlive(bot)).toBe(true);
  expect(book.wrong()).toEqual([]);
}

/** A question that nobody has asked before, so that there is no answer to fall back on. */
function ask(): Promise<string> {
  questions += 1;
  return says(journey, 'leadership', `/list-issues text:nobody-wrote-${questions}`);
}

function linearIs(how: Omit<Fault, 'service'>): void {
  journey.faults.add({ service: 'linear', ...how });
}

const UNREACHABLE = {
  code: 'LINEAR_UNREACHABLE',
  words: 'Linear did not answer.\nTry again in a minute; /status shows when Linear is back.',
};
/** Node's names for it, by the moment at which it happens. */
const CUT_OFF = /^Linear does not answer \((?:UND_ERR_SOCKET|ECONNRESET)\)\. /;
const MEANWHILE = 'Where there is a last known answer, it is shown with its age.';

describe('a Linear that stumbles', () => {
  it.each<readonly [string, Omit<Fault, 'service'>]>([
    ['a server error', { kind: 'status', status: 503, times: 1 }],
    ['a dropped connection', { kind: 'drop', times: 1 }],
    ['half an answer', { kind: 'malformed', times: 1 }],
    ['a short rate limit', { kind: 'status', status: 400, retryAfterMs: 1_000, times: 1 }],
  ])('once, with %s, is asked again, and nobody notices', async (_, how) => {
    linearIs(how);
    expect(await ask()).toContain(NOTHING_FOUND);
    await expectRecovery();
  });
});

describe('a Linear in trouble', () => {
  it('that is slow: people are told that it takes longer, then that it did not answer', async () => {
    const seen: string[] = [];
    const stopListening = journey.discord.on('message-edited', ({ payload }) => seen.push(payload.content));
    linearIs({ kind: 'slow', delayMs: 6_000 });
    expect(errorIn(await ask())).toEqual(UNREACHABLE);
    stopListening();
    expect(seen[0]).toBe('⏳ Still working on it: an answer is slow to come.');
    expect(await healthOf(bot)).toMatchObject({ status: 'degraded', httpStatus: 200 });
    expect(await untilService(bot, 'linear', 'down')).toBe(`Linear does not answer (no answer in time). ${MEANWHILE}`);
    await expectRecovery();
  });

  it.each<readonly [string, Omit<Fault, 'service'>, RegExp]>([
    ['answers with errors', { kind: 'status', status: 502 }, /^Linear does not answer \(status 502\)\. /],
    [
      'answers with its own internal error',
      { kind: 'status', status: 500 },
      /^Linear does not answer \(status 500\)\. /,
    ],
    ['drops connections', { kind: 'drop' }, CUT_OFF],
    ['is down', { kind: 'refuse' }, CUT_OFF],
  ])('that %s: people and the monitor are told so', async (_, how, why) => {
    linearIs(how);
    expect(errorIn(await ask())).toEqual(UNREACHABLE);
    const sentence = await untilService(bot, 'linear', 'down');
    expect(sentence).toMatch(why);
    expect(sentence).toContain(MEANWHILE);
    expect(await says(journey, 'newcomer', '/status')).toContain(`↳ ${sentence}`);
    expect(await healthOf(bot)).toMatchObject({ status: 'degraded', httpStatus: 200 });
    await expectRecovery();
  });

  it('that limits us: people are told how long to wait', async () => {
    linearIs({ kind: 'status', status: 400, retryAfterMs: 9_000 });
    const error = errorIn(await ask());
    expect(error).toEqual({
      code: 'LINEAR_RATE_LIMITED',
      words: expect.stringMatching(/^Linear asks us to slow down\.\nTry again in \d seconds\.$/) as string,
    });
    expect(await untilService(bot, 'linear', 'degraded')).toMatch(/^Linear asks us to wait for \d seconds\. /);
    await expectRecovery();
  });

  it('that answers with half a body: people are told that we do not understand it', async () => {
    linearIs({ kind: 'malformed' });
    expect(errorIn(await ask())).toEqual({
      code: 'LINEAR_BAD_ANSWER',
      words:
        'Linear answered in a form that this version does not understand.\n' +
        'Try again; if it happens again, an administrator updates the bot and checks the log for the reference below.',
    });
    expect(await untilService(bot, 'linear', 'degraded')).toContain('in a form that we do not understand');
    await expectRecovery();
  });

  it('that rejects our key: people are told who mends it', async () => {
    linearIs({ kind: 'status', status: 401 });
    expect(errorIn(await ask())).toMatchObject({ code: 'LINEAR_TOKEN_REJECTED' });
    expect(await untilService(bot, 'linear', 'down')).toContain('set a new LINEAR_API_TOKEN');
    await expectRecovery();
  });
});

describe(IS_FULL ? 'a Linear that is down for a minute' : 'a Linear that is down for a while', () => {
  it('last known answers are shown with their age, the rest is told at once, and it recovers by itself', async () => {
    // Younger answers are given without asking.
    await pause(Math.max(0, sprintSeenAtMs + 16_000 - performance.now()));
    linearIs({ kind: 'refuse' });
    const downAtMs = performance.now();
    const sprint = await says(journey, 'leadership', '/show-sprint');
    expect(sprint).toContain('Ready for Hamburg');
    expect(sprint).toMatch(/⚠️ Linear is not answering; this is from (?:\d+ seconds|a minute|\d+ minutes?) ago\./);
    const askers = await Promise.all(Array.from({ length: 6 }, () => ask()));
    expect(askers.map((text) => errorIn(text))).toEqual(askers.map(() => UNREACHABLE));
    // It has failed so often that it is left alone for a while.
    const before = journey.exchanges.length;
    expect(errorIn(await ask())).toEqual(UNREACHABLE);
    expect(journey.exchanges.slice(before).filter(({ service }) => service === 'linear')).toEqual([]);
    if (IS_FULL) await pause(Math.max(0, downAtMs + 60_000 - performance.now()));
    await expectRecovery();
  }, 180_000);
});
