import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SandboxMessage } from '../../sandbox/discord/world/message.ts';
import { openStore } from '../../src/adapters/sqlite/open-store.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { beginJourney, type Journey, pause, stop, until } from './journey.ts';

/** #sprint and #news of the sandbox. */
const [SPRINT, NEWS] = ['1214135245209600061', '1214135245209600065'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
/** Longer than the scheduler sleeps between two looks. */
const TWO_LOOKS_MS = 12_000;

const place = mkdtempSync(join(tmpdir(), 'onomancer-digest-'));
const posted: SandboxMessage[] = [];
let journey: Journey;

/** Some minutes ago on the clocks of UTC; a day that has just begun waits until it is long enough. */
async function aWhileAgo(): Promise<string> {
  while (new Date().getUTCHours() === 0 && new Date().getUTCMinutes() < 5) await pause(10_000);
  return new Date(Date.now() - 4 * 60_000).toISOString().slice(11, 16);
}

beforeAll(async () => {
  journey = await beginJourney();
  journey.discord.on('message', (message) => {
    if (message.authorId === journey.discord.applicationId) posted.push(message);
  });
}, 120_000);

afterAll(async () => {
  await journey.close();
  rmSync(place, { recursive: true, force: true });
});

it('sends the digest that was missed while no process was there, once, with its picture, and none for a plan that is new', async () => {
  const at = await aWhileAgo();
  const config = join(place, 'onomancer.yml');
  const plan = (name: string, channel: string | undefined, audience: string) =>
    `  - { name: ${name}, kind: weekly, channel: "${channel}", audience: ${audience}, at: "${at}", days: [${DAYS[new Date().getUTCDay()]}], timezone: UTC }\n`;
  writeFileSync(config, `digests:\n${plan('known', SPRINT, 'leadership')}`);
  // As if a process had known this plan since yesterday.
  const store = await openStore({ dataDir: journey.dataDir, clock: systemClock });
  await store.schedule.knownSince(['known'], new Date(Date.now() - 8 * 86_400_000));
  await store.close();

  const first = await journey.start({ CONFIG_FILE: config });
  const [message] = await until('the digest is there', () => posted.length > 0 && posted, 30_000);
  expect(message?.channelId).toBe(SPRINT);
  expect(message?.payload.embeds[0]?.title).toBe('Weekly digest for leadership');
  expect(message?.payload.attachments[0]).toMatchObject({ filename: 'sprints.png', content_type: 'image/png' });
  expect(message?.payload.attachments[0]?.description).toMatch(/^Running sprints\. Design: .*; Engineering: /);
  await stop(first);

  writeFileSync(config, `digests:\n${plan('known', SPRINT, 'leadership')}${plan('new', NEWS, 'developers')}`);
  const second = await journey.start({ CONFIG_FILE: config });
  await pause(TWO_LOOKS_MS);
  expect(posted).toHaveLength(1);
  await stop(second);
}, 120_000);
