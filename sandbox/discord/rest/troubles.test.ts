import { REST, type RESTOptions } from '@discordjs/rest';
import { afterEach, describe, expect, it } from 'vitest';
import { Faults } from '../../faults.ts';
import { type DiscordSandbox, startDiscord } from '../start-discord.ts';

let discord: DiscordSandbox;
const faults = new Faults();
const rests: REST[] = [];
const start = async (): Promise<void> => {
  discord = await startDiscord({ faults });
};
afterEach(async () => {
  faults.clear();
  for (const rest of rests.splice(0)) {
    rest.clearHashSweeper();
    rest.clearHandlerSweeper();
  }
  await discord.close();
});

function client(more: Partial<RESTOptions> = {}): REST {
  const rest = new REST({ api: discord.apiUrl, version: '10', ...more }).setToken(discord.botToken);
  rests.push(rest);
  return rest;
}

const get = (path: string) =>
  fetch(`${discord.apiUrl}/v10${path}`, { headers: { authorization: `Bot ${discord.botToken}` } });
const post = (path: string, body: unknown) =>
  fetch(`${discord.apiUrl}/v10${path}`, {
    method: 'POST',
    headers: { authorization: `Bot ${discord.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const general = (): string => `/channels/${discord.world.channelNamed('general')?.id}/messages`;

describe('rate limits', () => {
  it('are told in every answer and kept: the sixth message in five seconds is refused', async () => {
    await start();
    const answers = [];
    for (let n = 0; n < 6; n += 1) answers.push(await post(general(), { content: `${n}` }));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
    expect(answers.slice(0, 5).map(({ headers }) => headers.get('x-ratelimit-remaining'))).toEqual([
      '4',
      '3',
      '2',
      '1',
      '0',
    ]);
    const refused = answers[5];
    const body = (await refused?.json()) as { retry_after: number };
    expect(body).toMatchObject({
      message: 'You are being rate limited.',
      global: false,
      retry_after: expect.any(Number),
    });
    expect(body.retry_after).toBeLessThanOrEqual(5);
    expect(refused?.headers.get('x-ratelimit-limit')).toBe('5');
    expect(refused?.headers.get('x-ratelimit-scope')).toBe('user');
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThanOrEqual(body.retry_after);
    expect(refused?.headers.get('x-ratelimit-bucket')).toBe(answers[0]?.headers.get('x-ratelimit-bucket'));
  });

  it('count each channel for itself', async () => {
    await start();
    for (let n = 0; n < 5; n += 1) await post(general(), { content: `${n}` });
    const sprint = `/channels/${discord.world.channelNamed('sprint')?.id}/messages`;
    expect((await post(sprint, { content: 'x' })).status).toBe(200);
  });

  it('are global at 50 requests per second, but not for the endpoints of interactions', async () => {
    await start();
    const answers = await Promise.all(Array.from({ length: 60 }, () => get('/users/@me')));
    const refused = answers.find(
      ({ status, headers }) => status === 429 && headers.get('x-ratelimit-global') === 'true',
    );
    expect(refused?.headers.get('x-ratelimit-scope')).toBe('global');
    expect(await refused?.json()).toMatchObject({ global: true });
    const open = await post('/interactions/123456789012345678/token/callback', { type: 5 });
    expect(open.status).toBe(404);
    expect(open.headers.get('x-ratelimit-limit')).toBeNull();
  });

  it('are kept by the real client, which waits and then has everything written', async () => {
    await start();
    const rest = client();
    await Promise.all(
      Array.from({ length: 6 }, (_, n) => rest.post(general() as `/${string}`, { body: { content: `${n}` } })),
    );
    expect(
      discord
        .person('ada')
        .sees('general')
        .slice(-6)
        .map(({ payload }) => payload.content),
    ).toEqual(['0', '1', '2', '3', '4', '5']);
  }, 15_000);
});

describe('faults on demand', () => {
  it('429: the real client waits as long as it is told and tries again', async () => {
    await start();
    faults.add({
      service: 'discord',
      kind: 'status',
      status: 429,
      retryAfterMs: 300,
      times: 1,
      match: 'GET /users/@me',
    });
    expect(await client().get('/users/@me')).toMatchObject({ bot: true });
    expect(faults.list()).toEqual([]);
  });

  it.each(['user', 'shared', 'global'] as const)('429 has the headers of its scope: %s', async (scope) => {
    await start();
    const before = await get('/users/@me');
    faults.add({ service: 'discord', kind: 'status', status: 429, retryAfterMs: 1_500, scope });
    const refused = await get('/users/@me');
    const header = (name: string) => refused.headers.get(name);
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({ retry_after: 1.5, global: scope === 'global' });
    expect([header('retry-after'), header('x-ratelimit-scope')]).toEqual(['2', scope]);
    const ofBucket = ['limit', 'remaining', 'reset-after', 'bucket'].map((name) => header(`x-ratelimit-${name}`));
    expect([header('x-ratelimit-global'), ...ofBucket]).toEqual(
      scope === 'global'
        ? ['true', null, null, null, null]
        : [null, '50', '0', '1.500', before.headers.get('x-ratelimit-bucket')],
    );
  });

  it('only one part of Discord is broken, the others work', async () => {
    await start();
    faults.add({ service: 'discord', kind: 'status', status: 500, route: 'messages' });
    const statuses = await Promise.all([
      post(general(), { content: 'x' }),
      get('/users/@me'),
      get(`/guilds/${discord.guildId}/roles`),
      post('/interactions/123456789012345678/token/callback', { type: 5 }),
      get(`/applications/${discord.applicationId}/guilds/${discord.guildId}/commands`),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([500, 200, 200, 404, 200]);
    faults.clear();
    faults.add({ service: 'discord', kind: 'status', status: 500, route: 'acknowledgements' });
    expect((await post(general(), { content: 'x' })).status).toBe(200);
    expect((await post('/interactions/123456789012345678/token/callback', { type: 5 })).status).toBe(500);
  });

  it('5xx: the real client tries again, and gives up with the status when it stays', async () => {
    await start();
    faults.add({ service: 'discord', kind: 'status', status: 502, times: 1 });
    expect(await client().get('/users/@me')).toMatchObject({ bot: true });
    faults.add({ service: 'discord', kind: 'status', status: 503 });
    await expect(client({ retries: 0 }).get('/users/@me')).rejects.toMatchObject({ status: 503 });
  });

  it.each(['drop', 'refuse'] as const)('%s: no answer at all', async (kind) => {
    await start();
    faults.add({ service: 'discord', kind, times: 1 });
    await expect(get('/users/@me')).rejects.toThrow('fetch failed');
    expect((await get('/users/@me')).status).toBe(200);
  });

  it('malformed: 200 with a body that is no JSON, and nothing was done', async () => {
    await start();
    faults.add({ service: 'discord', kind: 'malformed', times: 1 });
    const answer = await post(general(), { content: 'lost' });
    expect(answer.status).toBe(200);
    await expect(answer.json()).rejects.toThrow(SyntaxError);
    expect(
      discord
        .person('ada')
        .sees('general')
        .map(({ payload }) => payload.content),
    ).not.toContain('lost');
  });

  it('slow: the usual answer, later; other paths are not hit', async () => {
    await start();
    faults.add({ service: 'discord', kind: 'slow', delayMs: 150, match: '/users/@me' });
    const order: string[] = [];
    await Promise.all([
      get('/users/@me').then(({ status }) => order.push(`slow ${status}`)),
      get('/gateway/bot').then(({ status }) => order.push(`usual ${status}`)),
    ]);
    expect(order).toEqual(['usual 200', 'slow 200']);
  });
});
