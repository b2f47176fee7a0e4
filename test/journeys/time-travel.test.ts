import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { BotProcess } from '../../sandbox/bot-process.ts';
import type { SandboxMessage } from '../../sandbox/discord/world/message.ts';
import { beginJourney, type Journey, pause, stop, until } from './journey.ts';

/** More than enough for a digest that should not come: one that is due comes in a fraction of it. */
const NOTHING_MORE_MS = 1_500;

let journey: Journey;
let bot: BotProcess;
let heard: SandboxMessage[] = [];

/** Starts a bot with the plans of the demo: daily for #sprint, on Fridays for #leadership. */
const start = () => journey.start({ CONFIG_FILE: journey.env()['CONFIG_FILE'] ?? '' });

const digests = (): readonly string[] =>
  heard.flatMap(({ channelId, payload }) => {
    const title = payload.embeds[0]?.title ?? '';
    const channel = journey.discord.world.findChannel(channelId);
    return title.includes('digest') && channel && 'name' in channel ? [`${title} in #${channel.name}`] : [];
  });

/** Of the sprint, as `/show-sprint` tells it. */
async function sprintDay(): Promise<number> {
  const outcome = await journey.person('leadership').type('/show-sprint', { channel: 'sprint', waitMs: 20_000 });
  if (outcome.kind !== 'answered') throw new Error(`No answer, but ${outcome.kind}`);
  return Number(/day (\d+) of 14/i.exec(JSON.stringify(outcome.message.payload))?.[1]);
}

beforeAll(async () => {
  journey = await beginJourney({ canTravel: true });
  journey.discord.on('message', (message) => heard.push(message));
  bot = await start();
  await journey.travel('next wednesday 12:00');
  await until('the digest of Wednesday', () => digests().length === 1);
}, 120_000);

beforeEach(() => {
  heard = [];
});

afterAll(() => journey.close());

it('brings the digest of tomorrow at once, and the next day of the sprint', async () => {
  const before = await sprintDay();
  await journey.travel('tomorrow 9:00');
  await until('the digest of Thursday', () => digests().length > 0);
  expect(heard.find(({ payload }) => payload.embeds[0]?.title)?.payload.timestamp).toMatch(/T09:00/);
  expect(await sprintDay()).toBe((before % 14) + 1);
  await journey.travel('+1h');
  await pause(NOTHING_MORE_MS);
  expect(digests()).toEqual(['Daily digest for developers in #sprint']);
}, 60_000);

it('makes up for the days that were leapt over as after a downtime: the latest only, while it is worth reading', async () => {
  // The weekly one of Friday afternoon; what was for Friday morning is too old.
  await journey.travel('saturday 9:00');
  await until('the weekly digest', () => digests().length > 0);
  await pause(NOTHING_MORE_MS);
  expect(digests()).toEqual(['Weekly digest for leadership in #leadership']);
  heard = [];
  await journey.travel('tuesday 9:00');
  await until('the digest of Tuesday', () => digests().length > 0);
  await pause(NOTHING_MORE_MS);
  expect(digests()).toEqual(['Daily digest for developers in #sprint']);
}, 60_000);

it('is believed by Linear, whose webhooks the bot still takes for fresh', async () => {
  journey.webhooks.fire('linear:issue.update issue:ENG-130 state:Done');
  await until('the news', () => heard.some(({ payload }) => JSON.stringify(payload).includes('ENG-130')));
  const issue = journey.linear.store.findIssue('ENG-130');
  expect(issue?.updatedAt.slice(0, 10)).toBe(journey.clock.now().toISOString().slice(0, 10));
  const [last] = journey.webhooks.deliveries().slice(-1);
  expect(last?.attempts.at(-1)?.status).toBe(200);
}, 60_000);

it('holds for a bot that is started later, which repeats nothing', async () => {
  await stop(bot, 'SIGKILL');
  await journey.travel('+10m');
  bot = await start();
  await pause(NOTHING_MORE_MS);
  expect(digests()).toEqual([]);
  await journey.travel('tomorrow 9:00');
  await until('the digest of Wednesday', () => digests().length > 0);
  expect(digests()).toEqual(['Daily digest for developers in #sprint']);
}, 60_000);

it('does not go back', async () => {
  const before = journey.clock.now();
  await expect(journey.travel('2026-01-01 9:00')).rejects.toMatchObject({
    facts: { problem: expect.stringContaining('is over'), wanted: expect.stringContaining('only goes forward') },
  });
  expect(journey.clock.now().getTime() - before.getTime()).toBeLessThan(60_000);
});
