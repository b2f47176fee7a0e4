import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BotProcess } from '../../sandbox/bot-process.ts';
import type { InteractionTrace } from '../../sandbox/discord/interactions/trace.ts';
import { AnswerBook, tally } from './answer-book.ts';
import { Crowd } from './crowd.ts';
import { beginJourney, isAlive, type Journey, pause, stop, until } from './journey.ts';
import { answered, answerTo, errorIn, healthOf, says, textOf, untilService, wordsOf } from './reading.ts';

let journey: Journey;
let book: AnswerBook;

beforeEach(async () => {
  journey = await beginJourney();
  book = new AnswerBook(journey.discord);
});

afterEach(async () => {
  book?.close();
  await journey?.close();
});

function framesFromBot(op: string): number {
  return journey.exchanges.filter(({ method, path }) => method === 'FRAME-FROM-BOT' && path === op).length;
}

const RESTARTING = {
  code: 'STOPPING',
  words: 'The bot is restarting right now.\nTry again in a few seconds.',
};

describe('two bots on one database', () => {
  it('hand the gateway over, killed or stopped, with one session and one answer to each', async () => {
    journey.faults.add({ service: 'linear', kind: 'slow', delayMs: 200 });
    const first = await journey.start();
    const crowd = new Crowd(journey);
    await crowd.prepare(8);
    const second = await journey.start();
    expect(await healthOf(second)).toMatchObject({ status: 'degraded', httpStatus: 200 });
    expect(await untilService(second, 'discord', 'off')).toMatch(/^Standby: process \d+ on .+ owns the gateway\.$/);
    const work = { isOver: false };
    const working = (async () => {
      while (!work.isOver) {
        crowd.act();
        await pause(60);
      }
    })();
    try {
      await pause(1_500);
      first.child.kill('SIGKILL');
      await untilService(second, 'discord', 'on');
      const third = await journey.start();
      await pause(1_500);
      expect(await stop(second)).toEqual({ code: 0, signal: null });
      await untilService(third, 'discord', 'on');
      await pause(1_500);
    } finally {
      work.isOver = true;
      await working;
    }
    await until('nobody waits any more', () => book.wrong().length === 0).catch(() => undefined);
    console.log(`${tally(book.endings())}; ${framesFromBot('op 2')} IDENTIFY, ${framesFromBot('op 6')} RESUME.`);
    expect(book.wrong()).toEqual([]);
    expect(framesFromBot('op 2')).toBe(1);
    expect(framesFromBot('op 6')).toBe(2);
  });

  it('do not answer twice when the owner was frozen for so long that it lost the gateway, and it ends', async () => {
    const frozen = await journey.start();
    const successor = await journey.start();
    frozen.child.kill('SIGSTOP');
    const asked = journey.person('newcomer').fire('/help');
    await untilService(successor, 'discord', 'on', 30_000);
    expect(await says(journey, 'newcomer', '/help')).toContain('What you can ask');
    frozen.child.kill('SIGCONT');
    expect(await says(journey, 'leadership', '/show-sprint')).toContain('Ready for Hamburg');
    expect(await frozen.exited).toEqual({ code: 75, signal: null });
    expect(asked.isExpired).toBe(true);
    expect(isAlive(successor)).toBe(true);
    expect(book.wrong()).toEqual([]);
  });
});

describe('a bot that is asked to stop', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('by %s finishes what it is doing', async (signal) => {
    journey.faults.add({ service: 'linear', kind: 'slow', delayMs: 1_000 });
    const bot = await journey.start();
    const asking = answerTo(journey, 'leadership', '/list-issues text:robot');
    await acknowledged();
    expect(await stop(bot, signal)).toEqual({ code: 0, signal: null });
    expect(textOf(journey, await asking)).toContain('Open issues');
    expect(book.wrong()).toEqual([]);
  });

  it('tells whoever would have to wait too long, once, and a pressed message stays as it is', async () => {
    const before = await journey.start();
    const list = answered(await answerTo(journey, 'leadership', '/list-issues'));
    await stop(before);
    // A new one has nothing in its cache.
    const bot = await journey.start({ STOP_TIMEOUT_MS: '500' });
    journey.faults.add({ service: 'linear', kind: 'slow', delayMs: 3_000 });
    const asking = answerTo(journey, 'product', '/show-sprint sprint:previous');
    const pressing = journey.person('leadership').press(list.message, 'Next', { waitMs: 5_000 });
    await acknowledged(3);
    expect(await stop(bot)).toEqual({ code: 0, signal: null });
    expect(errorIn(textOf(journey, await asking))).toEqual(RESTARTING);
    expect(errorIn(textOf(journey, await pressing))).toEqual(RESTARTING);
    const [page] = journey
      .person('leadership')
      .sees('sprint')
      .filter(({ id }) => id === list.message.id);
    expect(page?.payload.embeds).toEqual(list.message.payload.embeds);

    journey.faults.clear();
    const next = await journey.start();
    expect(await says(journey, 'leadership', '/show-sprint')).toContain('Ready for Hamburg');
    expect(await stop(next)).toEqual({ code: 0, signal: null });
    expect(book.wrong()).toEqual([]);
    const codes = book.endings().map(({ ending }) => (ending.kind === 'told' ? ending.code : ending.kind));
    expect(codes).toEqual(['answered', 'STOPPING', 'STOPPING', 'answered']);
  });

  it('before it is even connected, ends cleanly', async () => {
    journey.discord.gateway.refuse(60_000);
    const bot = journey.launch();
    await until('it has begun', () => bot.lines.some((line) => line.includes('"http.listening"')));
    expect(await stop(bot)).toEqual({ code: 0, signal: null });
  });
});

describe('a bot that was killed at work', () => {
  it('does not count against anybody what is taken up again', async () => {
    const slow: Record<string, string> = { CONFIG_FILE: journey.configFile({ burst: 1, perMinute: 60 }) };
    journey.faults.add({ service: 'linear', kind: 'slow', delayMs: 3_400 });
    const killed: BotProcess = await journey.start(slow);
    const asked: InteractionTrace[] = [];
    for (const word of ['battery', 'dock', 'robot']) {
      asked.push(journey.person('leadership').fire(`/list-issues text:${word}`, { channel: 'sprint' }));
      await pause(1_020);
    }
    await acknowledged(3);
    killed.child.kill('SIGKILL');
    await killed.exited;
    journey.faults.clear();
    await journey.start(slow);
    await until('all are answered', () => asked.every(({ finalMessage }) => finalMessage?.isLoading === false));
    expect(asked.map(({ finalMessage }) => finalMessage && wordsOf(journey, finalMessage).split('\n')[0])).toEqual([
      'Open issues',
      'Open issues',
      'Open issues',
    ]);
    expect(book.wrong()).toEqual([]);
  });

  it('says nothing more to somebody whose press it had refused', async () => {
    const strict = { CONFIG_FILE: journey.configFile({ burst: 1, perMinute: 1 }) };
    const killed = await journey.start(strict);
    const list = answered(await answerTo(journey, 'leadership', '/list-issues'));
    const refused = new Promise<void>((resolve) => {
      journey.discord.on('interaction-acknowledged', ({ kind }) => {
        if (kind !== 'component') return;
        // Before it can write down that it has answered.
        killed.child.kill('SIGKILL');
        resolve();
      });
    });
    const note = answered(await journey.person('leadership').press(list.message, 'Next'));
    await refused;
    expect(wordsOf(journey, note.message)).toMatch(/^That was a lot at once\n/);
    await killed.exited;
    // The new one has not counted anything yet, and would let the press pass.
    const next = await journey.start(strict);
    expect(await says(journey, 'product', '/show-sprint')).toContain('Ready for Hamburg');
    expect(await stop(next)).toEqual({ code: 0, signal: null });
    expect(book.wrong()).toEqual([]);
    const [page] = journey
      .person('leadership')
      .sees('sprint')
      .filter(({ id }) => id === list.message.id);
    expect(page?.payload.embeds).toEqual(list.message.payload.embeds);
  });
});

/** Waits until so many interactions have been acknowledged. */
async function acknowledged(count = 1): Promise<void> {
  await until(
    `${count} acknowledged`,
    () => book.endings().filter(({ trace }) => trace.acknowledgedAt).length >= count,
  );
}
