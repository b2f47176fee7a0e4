import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { BotProcess } from '../../sandbox/bot-process.ts';
import type { Fault } from '../../sandbox/faults.ts';
import { AnswerBook } from './answer-book.ts';
import { beginJourney, isAlive, type Journey, pause, stop, until } from './journey.ts';
import { answered, answerTo, errorIn, pressed, says, untilService, wordsOf } from './reading.ts';

let journey: Journey;
let bot: BotProcess;
let book: AnswerBook;

beforeAll(async () => {
  journey = await beginJourney();
  book = new AnswerBook(journey.discord);
  bot = await journey.start();
});

afterEach(() => journey.faults.clear());

afterAll(async () => {
  book.close();
  await journey.close();
});

const CALLBACK = 'callback';
const EDIT = 'PATCH /webhooks/';

/** The next `times` requests whose method and path contain `match` go wrong in this way. */
function wrong(match: string, times: number, how: Omit<Fault, 'service' | 'match' | 'times'>): void {
  journey.faults.add({ service: 'discord', match, times, ...how });
}

/** Everything so far was answered once, by the process that was started in the beginning. */
function expectNothingTwice(): void {
  expect(isAlive(bot)).toBe(true);
  expect(book.wrong()).toEqual([]);
}

describe('an acknowledgement that Discord does not take at once', () => {
  const troubles: readonly (readonly [string, number, Omit<Fault, 'service' | 'match' | 'times'>])[] = [
    ['is rate limited (429)', 1, { kind: 'status', status: 429, retryAfterMs: 800 }],
    ['meets an error of the server (503) three times', 3, { kind: 'status', status: 503 }],
    ['is cut off twice', 2, { kind: 'drop' }],
    ['is not even let in', 2, { kind: 'refuse' }],
    ['is taken, but the confirmation comes too late for us', 1, { kind: 'slow', delayMs: 1_500 }],
    ['is taken, and no confirmation ever comes in time', 3, { kind: 'slow', delayMs: 1_500 }],
    ['is confirmed with a body that is not JSON', 1, { kind: 'malformed' }],
  ];

  it.each(troubles)('%s: the sprint arrives all the same', async (_, times, how) => {
    wrong(CALLBACK, times, how);
    expect(await says(journey, 'leadership', '/show-sprint')).toContain('Ready for Hamburg');
    expectNothingTwice();
  });

  it.each(troubles.slice(0, 6))('%s: an answer that is the acknowledgement arrives, too', async (_, times, how) => {
    wrong(CALLBACK, times, how);
    expect(await says(journey, 'leadership', '/status')).toContain('discord is on');
    expectNothingTwice();
  });
});

describe('an answer that Discord does not take at once', () => {
  it.each<readonly [string, number, Omit<Fault, 'service' | 'match' | 'times'>]>([
    ['is rate limited (429)', 1, { kind: 'status', status: 429, retryAfterMs: 1_200 }],
    ['meets errors of the server (502)', 5, { kind: 'status', status: 502 }],
    ['is cut off', 3, { kind: 'drop' }],
    ['is taken, but the confirmation is late', 1, { kind: 'slow', delayMs: 1_500 }],
  ])('%s: it arrives later', async (_, times, how) => {
    wrong(EDIT, times, how);
    expect(await says(journey, 'leadership', '/list-issues')).toContain('Open issues');
    expectNothingTwice();
  });

  it('turns the page of a list all the same', async () => {
    const { message } = answered(await answerTo(journey, 'leadership', '/list-issues'));
    wrong(CALLBACK, 2, { kind: 'status', status: 503 });
    wrong(EDIT, 3, { kind: 'drop' });
    const turned = await pressed(journey, 'leadership', { message, label: 'Next' });
    expect(wordsOf(journey, turned.message)).toContain('page 2 of 5');
    expectNothingTwice();
  });
});

describe('a Discord that takes no acknowledgement', () => {
  it('tells the person itself, and the bot goes on when it is over', async () => {
    wrong(CALLBACK, 1_000, { kind: 'status', status: 500 });
    expect(await says(journey, 'leadership', '/show-sprint')).toBe('The application did not respond.');
    expect(await says(journey, 'newcomer', '/help')).toBe('The application did not respond.');
    journey.faults.clear();
    expect(await says(journey, 'leadership', '/show-sprint')).toContain('Ready for Hamburg');
    expectNothingTwice();
  });

  it('is slow with everything: people wait longer, and get their answers', async () => {
    journey.faults.add({ service: 'discord', kind: 'slow', delayMs: 900 });
    const [sprint, help, list] = await Promise.all([
      says(journey, 'leadership', '/show-sprint'),
      says(journey, 'newcomer', '/help'),
      says(journey, 'product', '/list-issues'),
    ]);
    expect(sprint).toContain('Ready for Hamburg');
    expect(help).toContain('What you can ask');
    expect(list).toContain('Open issues');
    expectNothingTwice();
  });
});

describe('after a restart that resumed the session', () => {
  it('nobody is sent away because Discord does not tell the roles just then', async () => {
    await stop(bot);
    wrong('GET /guilds/', 1_000, { kind: 'status', status: 503 });
    bot = await journey.start();
    const text = await says(journey, 'leadership', '/show-sprint');
    expect(errorIn(text)).toEqual({
      code: 'DISCORD_UNREACHABLE',
      words: expect.stringContaining('Discord did not answer.') as string,
    });
    // What is for everyone, and what an administrator does, needs no role.
    expect(await says(journey, 'newcomer', '/help')).toContain('What you can ask');
    expect(await says(journey, 'ada', '/show-sprint')).toContain('Ready for Hamburg');
    journey.faults.clear();
    expect(await says(journey, 'leadership', '/show-sprint')).toContain('Ready for Hamburg');
    expectNothingTwice();
  });
});

describe('a network that is away for a moment', () => {
  const frames = (op: string): number =>
    journey.exchanges.filter(({ method, path }) => method === 'FRAME-FROM-BOT' && path === op).length;

  it('costs no session: the bot resumes, and what was asked meanwhile is answered', async () => {
    const identifies = frames('op 2');
    const resumes = frames('op 6');
    journey.discord.gateway.refuse(1_500);
    journey.discord.gateway.drop();
    await pause(200);
    const asking = says(journey, 'newcomer', '/help');
    await until('RESUME', () => frames('op 6') > resumes);
    expect(await asking).toContain('What you can ask');
    expect(frames('op 2')).toBe(identifies);
    await untilService(bot, 'discord', 'on');
    expectNothingTwice();
  });
});
