import { request } from 'node:http';
import { GatewayDispatchEvents } from '@discordjs/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fixedClock, systemClock } from '../src/shared/clock.ts';
import { startControl } from './control.ts';
import { type DiscordSandbox, startDiscord } from './discord/start-discord.ts';
import { eventually, type TestBot, testBot } from './discord/test-bot.ts';
import { Faults } from './faults.ts';
import { openHouse } from './house.ts';
import { type LinearSandbox, startLinear } from './linear/start-linear.ts';
import { startWebhooks, type WebhookSandbox } from './webhooks/start-webhooks.ts';

let discord: DiscordSandbox;
let linear: LinearSandbox;
let webhooks: WebhookSandbox;
let control: Awaited<ReturnType<typeof startControl>>;
let bot: TestBot;
const faults = new Faults();

beforeEach(async () => {
  discord = await startDiscord({ faults });
  linear = await startLinear();
  const secrets = { linear: 'secret of Linear', github: 'secret of GitHub', vercel: 'secret of Vercel' };
  webhooks = startWebhooks({ linear, clock: systemClock, address: () => null, secrets });
  control = await startControl({
    discord,
    webhooks,
    faults,
    others: { linear: { url: 'http://127.0.0.1:1/graphql' } },
  });
  bot = testBot(discord);
  await bot.api.applicationCommands.bulkOverwriteGuildCommands(discord.applicationId, discord.guildId, [
    { name: 'ask', description: 'Asks' },
  ]);
  bot.client.on(GatewayDispatchEvents.InteractionCreate, ({ data, api }) => {
    void api.interactions.reply(data.id, data.token, { content: 'ok' });
  });
  await bot.gateway.connect();
});
afterEach(async () => {
  faults.clear();
  await bot.leave();
  await control.close();
  await webhooks.close();
  await linear.close();
  await discord.close();
});

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const response = await fetch(`${control.url}${path}`, init);
  return { status: response.status, body: await response.json() };
}

it('types as a member and gives the outcome, and the history afterwards', async () => {
  expect(await call('POST', '/type', { as: 'leadership', line: '/ask' })).toMatchObject({
    status: 200,
    body: { kind: 'answered', message: { payload: { content: 'ok' } } },
  });
  expect(await call('POST', '/type', { as: 'ada', line: '/nothing' })).toMatchObject({ body: { kind: 'refused' } });
  expect((await call('GET', '/interactions')).body).toMatchObject([
    { commandName: 'ask', callbacks: [{ type: 4 }], isExpired: false, finalMessage: { payload: { content: 'ok' } } },
  ]);
});

it('lets events happen, and says what became of the deliveries', async () => {
  expect((await call('GET', '/events')).body).toContainEqual(expect.objectContaining({ name: 'linear:issue.update' }));
  const fired = await call('POST', '/events', { line: 'linear:issue.create title:"From a script" team:DES' });
  expect(fired.body).toEqual({ says: expect.stringMatching(/^DES-\d+ was created\.$/) });
  const [first] = (await call('GET', '/webhooks')).body as { deliveryId: string }[];
  expect(first).toMatchObject({ sender: 'linear', event: 'Issue.create' });
  const again = { sender: 'linear', deliveryId: first?.deliveryId };
  expect(await call('POST', '/webhooks/redeliver', again)).toEqual({ status: 200, body: again });
  expect((await call('POST', '/webhooks/redeliver', { ...again, sender: 'github' })).status).toBe(400);
  await call('POST', '/webhooks/lose', { sender: 'github', isLosing: true });
  await call('POST', '/events', { line: 'github:pull_request.opened' });
  expect((await call('GET', '/webhooks')).body).toContainEqual(
    expect.objectContaining({ sender: 'github', state: 'lost' }),
  );
  expect((await call('POST', '/events', { line: 'linear:issue.explode' })).body).toMatchObject({
    problem: 'There is no event "linear:issue.explode".',
  });
});

it('switches faults on, lists and clears them by service', async () => {
  const fault = { service: 'discord', kind: 'status', status: 503, times: 2 };
  const other = { service: 'linear', kind: 'slow', delayMs: 100 };
  expect((await call('POST', '/faults', fault)).body).toEqual([fault]);
  expect((await call('POST', '/faults', other)).body).toEqual([fault, other]);
  expect((await call('DELETE', '/faults?service=discord')).body).toEqual([other]);
  expect((await call('DELETE', '/faults')).body).toEqual([]);
  expect((await call('GET', '/faults')).body).toEqual([]);
});

it.each([
  ['a kind that does not exist', '/faults', { service: 'discord', kind: 'explode' }, 'kind'],
  ['a status fault without a status', '/faults', { service: 'discord', kind: 'status' }, 'status'],
  ['a slow fault without a time', '/faults', { service: 'discord', kind: 'slow' }, 'delayMs'],
  [
    'a part that the service does not have',
    '/faults',
    { service: 'linear', kind: 'drop', route: 'messages' },
    'writing',
  ],
  [
    'a scope that only 429 of Discord has',
    '/faults',
    { service: 'linear', kind: 'status', status: 429, scope: 'global' },
    'scope',
  ],
  ['an unknown field', '/faults', { service: 'discord', kind: 'drop', oops: 1 }, 'oops'],
  ['nobody to type as', '/type', { line: '/ask' }, 'as'],
  ['somebody who is not there', '/type', { as: 'ghost', line: '/ask' }, 'ada, leadership'],
])('says what is wrong with %s, and changes nothing', async (_, path, body, expected) => {
  const answer = await call('POST', path, body);
  expect(answer.status).toBe(400);
  expect((answer.body as { wanted: string }).wanted).toContain(expected);
  expect(faults.list()).toEqual([]);
});

it('cuts, asks to reconnect, invalidates and refuses', async () => {
  const resumes = () => bot.log.filter((line) => line === 'resumed').length;
  expect((await call('POST', '/gateway/drop')).body).toEqual({ connections: 1 });
  await eventually(() => resumes() === 1);
  await call('POST', '/gateway/reconnect');
  await eventually(() => resumes() === 2);
  await call('POST', '/gateway/invalid-session', { resumable: true });
  await eventually(() => resumes() === 3);
  expect((await call('POST', '/gateway/refuse', { forMs: 1 })).status).toBe(200);
  expect((await call('GET', '/health')).body).toMatchObject({
    status: 'ok',
    discord: {
      apiUrl: discord.apiUrl,
      connections: 1,
      identifiesLeft: 999,
      sessions: [{ isConnected: true, resumes: 3 }],
    },
    others: { linear: { url: 'http://127.0.0.1:1/graphql' } },
  });
});

it('tells the time of a house, and takes it forward', async () => {
  expect((await call('GET', '/time')).body).toMatchObject({ problem: 'This sandbox cannot travel in time.' });
  const house = await openHouse({ clock: fixedClock('2026-11-26T10:00:00Z'), canTravel: true });
  await control.close();
  control = await startControl({ discord: house.discord, faults: house.faults, time: house });
  expect((await call('POST', '/time', { to: 'tomorrow 9:00' })).body).toEqual({
    now: '2026-11-27T09:00:00.000Z',
    aheadMs: 82_800_000,
  });
  expect(await call('POST', '/time', { to: 'yesterday' })).toMatchObject({
    status: 400,
    body: { problem: '“yesterday” is no time that is understood.', wanted: expect.stringContaining('"+3h"') },
  });
  expect((await call('POST', '/time', {})).status).toBe(400);
  await house.close();
});

it('knows its routes and takes nothing from web pages', async () => {
  expect(await call('GET', '/nothing')).toMatchObject({
    status: 404,
    body: { routes: expect.arrayContaining(['POST /type']) },
  });
  expect((await call('POST', '/gateway/drop', undefined, { origin: 'https://evil.example' })).status).toBe(400);
});

it('takes nothing for another host, and stays alive whatever address a client asks for', async () => {
  const get = (path: string, host: string, base = control.url) =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(base);
      const asked = request({ hostname, port, path, headers: { host } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      asked.once('error', reject).end();
    });
  // As a page in a browser does, whose name was made to mean 127.0.0.1.
  expect(await get('/interactions', 'evil.example')).toBe(400);
  expect(await get('/interactions', 'localhost')).toBe(200);
  expect(await get('//', 'localhost')).toBe(404);
  expect(await get('//', 'localhost', discord.apiUrl)).toBe(404);
});
