import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PermissionFlagsBits } from 'discord-api-types/v10';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BotProcess } from '../../sandbox/bot-process.ts';
import { openStore } from '../../src/adapters/sqlite/open-store.ts';
import type { OutboxMessage } from '../../src/ports/outbox.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { beginJourney, type Journey, pause, stop, until } from './journey.ts';
import { NewsBook } from './news-book.ts';
import { healthOf, untilService } from './reading.ts';

let journey: Journey;
let book: NewsBook;

beforeEach(async () => {
  journey = await beginJourney({ webhookTimeScale: 0.01 });
  book = new NewsBook(journey.discord);
});

afterEach(async () => {
  book?.close();
  await journey?.close();
});

const idOf = (name: string): string => journey.discord.world.channelNamed(name)?.id ?? '';

/** Starts a bot that tells everything in #news and #sprint, and administrators in #bot-admins. */
function start(): Promise<BotProcess> {
  const path = join(journey.dataDir, '..', 'telling.yml');
  const rules = ['news', 'sprint'].map((name) => `  - channel: "${idOf(name)}"\n    tells: everything\n`);
  writeFileSync(
    path,
    `roles: {admin: [Bot admin]}\nadminChannel: "${idOf('bot-admins')}"\nchannels:\n${rules.join('')}`,
  );
  return journey.start({ CONFIG_FILE: path });
}

/** An issue is made in Linear, and waits to be told. */
function happens(title: string): void {
  journey.linear.person('ada').create('ENG', title);
}

const toldIn = (channelId: string, words: string): number =>
  book.texts(channelId).filter((text) => text.includes(words)).length;

const untilTold = (channelId: string, words: string): Promise<unknown> =>
  until(`"${words}" is told`, () => toldIn(channelId, words) > 0);

describe('news while Discord makes trouble', () => {
  it('for a channel that somebody deleted end there, go on elsewhere, and administrators hear it once', async () => {
    const [news, sprint, admins] = [idOf('news'), idOf('sprint'), idOf('bot-admins')];
    const bot = await start();
    happens('Before');
    await untilTold(news, 'Before');
    journey.discord.moderation.deleteChannel('news');
    for (const title of ['First', 'Second', 'Third']) {
      happens(title);
      await untilTold(sprint, title);
    }
    await untilTold(admins, 'I cannot write to a channel any more');
    await pause(500);
    const asked = journey.exchanges.filter(
      ({ method, path, status }) => method === 'POST' && path.endsWith(`/channels/${news}/messages`) && status === 404,
    );
    expect(asked).toHaveLength(1);
    expect(book.texts(admins)).toHaveLength(1);
    await expect(book.texts(admins)[0]?.replace(/Reference \w+/, 'Reference …')).toMatchFileSnapshot(
      './golden/channel-deleted.txt',
    );
    expect(await untilService(bot, 'messages', 'degraded')).toContain(`Discord refuses 1 channel: ${news}.`);
    await stop(bot);
  });

  it('for a channel that is closed to the bot are given up with the reason, and not asked for again', async () => {
    const sprint = idOf('sprint');
    const bot = await start();
    journey.discord.moderation.forbid('news', PermissionFlagsBits.SendMessages);
    happens('Hidden');
    await untilTold(sprint, 'Hidden');
    await untilTold(idOf('bot-admins'), 'it lacks a permission');
    expect(toldIn(idOf('news'), 'Hidden')).toBe(0);
    await stop(bot);
    const store = await openStore({ dataDir: journey.dataDir, clock: systemClock });
    const dead = await store.outbox.list({ state: 'dead', limit: 9 });
    expect(dead.map(({ outcome }) => outcome)).toEqual([
      `DISCORD_DESTINATION_FORBIDDEN (place: the channel ${idOf('news')}, reason: it lacks a permission)`,
    ]);
    await store.close();
  });

  it('are told once, through lost answers, failures, silence and limits', async () => {
    const news = idOf('news');
    const bot = await start();
    const { faults } = journey;
    const match = `POST /channels/${news}`;
    faults.add({ service: 'discord', kind: 'lost', match, times: 1 });
    happens('Lost');
    await untilTold(news, 'Lost');
    faults.add({ service: 'discord', kind: 'status', status: 503, match, times: 2 });
    happens('Failed');
    await untilTold(news, 'Failed');
    faults.add({ service: 'discord', kind: 'status', status: 429, retryAfterMs: 1_500, match, times: 1 });
    happens('Limited');
    await untilTold(news, 'Limited');
    faults.add({ service: 'discord', kind: 'slow', delayMs: 9_000, match, times: 1 });
    happens('Silent');
    await untilTold(news, 'Silent');
    await pause(3_000);
    for (const words of ['Lost', 'Failed', 'Limited', 'Silent'])
      expect([words, toldIn(news, words)]).toEqual([words, 1]);
    expect(book.repeatedEdits).toBe(0);
    await stop(bot);
  });

  it('keep to the limits of a channel: a burst of forty issues is told without a single refusal', async () => {
    const bot = await start();
    const store = await openStore({ dataDir: journey.dataDir, clock: systemClock });
    const messages = Array.from(
      { length: 40 },
      (_, index): OutboxMessage => ({
        destination: { kind: 'channel', channelId: idOf(index % 2 === 0 ? 'news' : 'sprint') },
        content: { kind: 'notice', notice: { title: `Issue ${index}`, lines: ['x'], tone: 'neutral' } },
        mergeKey: null,
        dedupeKey: `burst-${index}`,
        reference: `BURST${index}`,
      }),
    );
    await store.outbox.add(messages, new Date());
    await store.close();
    await until('all are told', () => book.messages >= 40, 40_000);
    expect(book.texts(idOf('news')).map((text) => /Issue (\d+)/.exec(text)?.[1])).toEqual(
      Array.from({ length: 20 }, (_, index) => String(index * 2)),
    );
    expect(journey.exchanges.filter(({ status }) => status === 429)).toEqual([]);
    await stop(bot);
  });

  it('for a person who takes no direct messages end there, and nobody else hears of it', async () => {
    const person = journey.person('developer');
    person.takeDirectMessages(false);
    const bot = await start();
    const store = await openStore({ dataDir: journey.dataDir, clock: systemClock });
    const direct: OutboxMessage = {
      destination: { kind: 'member', userId: person.id },
      content: { kind: 'reply', reply: { text: 'Hello' } },
      mergeKey: null,
      dedupeKey: 'direct',
      reference: 'DIRECT1',
    };
    await store.outbox.add([direct], new Date());
    await until('it is given up', async () => (await store.outbox.ofReference('DIRECT1'))[0]?.state === 'dead');
    expect(book.texts(idOf('bot-admins'))).toEqual([]);
    expect((await healthOf(bot)).status).toBe('ok');
    await store.close();
    await stop(bot);
  });
});
