import { beforeAll, describe, expect, it } from 'vitest';
import { findRoute } from '../../sandbox/discord/rest/route.ts';
import { ROUTES } from '../../sandbox/discord/rest/server.ts';
import { SANDBOX_API_KEY } from '../../sandbox/linear/start-linear.ts';
import type { Exchange } from '../../sandbox/record.ts';
import { recordBotSession } from './bot-session.ts';
import { DeclaredTypes, declarationsOf } from './declared-types.ts';
import { recordDirectSession } from './direct-session.ts';
import { DiscordDescription } from './discord-openapi.ts';
import { framesIn, nameOf, partProblems, typeProblems } from './gateway-frames.ts';
import { OPENAPI_GAPS, sift, TYPE_GAPS } from './known-gaps.ts';
import { DISCORD_OPENAPI, officialFile } from './official-file.ts';

const file = officialFile(DISCORD_OPENAPI.name, {
  check: "what the bot and the sandbox say to each other was not held against Discord's OpenAPI description",
  from: DISCORD_OPENAPI.from,
});

let bot: readonly Exchange[] = [];
let direct: readonly Exchange[] = [];
const rest = (exchanges: readonly Exchange[]) => exchanges.filter(({ service }) => service === 'discord');

beforeAll(async () => {
  [bot, direct] = await Promise.all([recordBotSession(), recordDirectSession()]);
}, 120_000);

describe.skipIf(!file.isThere)("Discord's own description of its API", () => {
  let description: DiscordDescription;
  beforeAll(() => {
    description = new DiscordDescription(file.path);
  });

  it('agrees with every request of the bot and every answer to it', () => {
    const problems = rest(bot).flatMap((exchange) => description.problems(exchange));
    expect(sift(problems, OPENAPI_GAPS).problems).toEqual([]);
    expect(rest(bot).length).toBeGreaterThan(50);
  });

  it("agrees with every request through Discord's client library and every answer to it, refused requests aside", () => {
    const problems = rest(direct)
      .flatMap((exchange) => description.problems(exchange))
      .filter((problem) => !/ request \(refused with \d+\)/.test(problem));
    expect(sift(problems, OPENAPI_GAPS).problems).toEqual([]);
  });

  it('finds nothing that only an outdated exception allows', () => {
    const problems = rest([...bot, ...direct]).flatMap((exchange) => description.problems(exchange));
    expect(sift(problems, OPENAPI_GAPS).unused).toEqual([]);
  });

  it('has seen every route of the sandbox, accepted', () => {
    const seen = new Set(
      rest([...bot, ...direct])
        .filter(({ status }) => status < 300)
        .map(({ method, path }) => findRoute(ROUTES, method, (path.split('?')[0] ?? '').replace('/api/v10', '')))
        .map((found) => (typeof found === 'string' ? found : `${found.route.method} ${found.route.path}`)),
    );
    expect(ROUTES.map(({ method, path }) => `${method} ${path}`).filter((route) => !seen.has(route))).toEqual([]);
  });

  it('agrees with the users, members, channels, roles and messages inside of gateway events', () => {
    const frames = framesIn([...bot, ...direct]);
    expect([...new Set(frames.flatMap((frame) => partProblems(description, frame)))]).toEqual([]);
  });
});

describe('the types of discord-api-types', () => {
  let types: DeclaredTypes;
  beforeAll(() => {
    types = new DeclaredTypes(declarationsOf('discord-api-types/v10'));
  }, 60_000);

  it('agree with every frame of the gateway, in both directions', () => {
    const problems = framesIn([...bot, ...direct]).flatMap((frame) => typeProblems(types, frame));
    expect(sift(problems, TYPE_GAPS)).toEqual({ problems: [], unused: [] });
  });

  it('have seen the whole life of a session', () => {
    const seen = new Set(framesIn([...bot, ...direct]).map(nameOf));
    const whole = [
      'op 1',
      'op 2',
      'op 6',
      'op 7',
      'op 8',
      'op 9',
      'op 10',
      'op 11',
      'READY',
      'RESUMED',
      'GUILD_CREATE',
    ];
    expect(whole.filter((name) => !seen.has(name))).toEqual([]);
    const interactions = framesIn([...bot, ...direct]).filter((frame) => nameOf(frame) === 'INTERACTION_CREATE');
    expect(new Set(interactions.map(({ d }) => (d as { type: number }).type))).toEqual(new Set([2, 3, 4, 5]));
  });
});

describe.skipIf(!file.isThere)('the check itself', () => {
  const description = file.isThere ? new DiscordDescription(file.path) : null;
  const good: Exchange = {
    at: '2026-03-18T13:30:00.000Z',
    service: 'discord',
    method: 'POST',
    path: '/api/v10/users/@me/channels',
    requestHeaders: {
      authorization: '[secret]',
      'content-type': 'application/json',
      'user-agent': 'DiscordBot (https://discord.js.org, 2.6.3)',
    },
    requestBody: { recipient_id: '123456789012345678' },
    status: 200,
    responseHeaders: { 'content-type': 'application/json' },
    responseBody: { id: '123456789012345678', type: 1, flags: 0, last_message_id: null, recipients: [] },
  };
  const user = {
    id: '123456789012345678',
    username: 'ada',
    avatar: null,
    discriminator: '0',
    public_flags: 0,
    flags: 0,
    global_name: null,
    primary_guild: null,
  };
  const withResponse = (more: object): Exchange => ({
    ...good,
    responseBody: { ...(good.responseBody as object), ...more },
  });

  it.each<[string, Exchange, string]>([
    ['nothing wrong', good, ''],
    ['an unknown route', { ...good, path: '/api/v10/coffee' }, 'Discord has no such route'],
    ['an undocumented status', { ...good, status: 302 }, 'this status is not in the description'],
    ['a wrong field', withResponse({ flags: 'none' }), 'response /flags: must be integer'],
    ['a field too many', withResponse({ colour: 1 }), 'response /colour: is not in the description'],
    [
      'a field too many, deep inside',
      withResponse({ recipients: [{ ...user, nick: 'x' }] }),
      '/recipients/0/nick: is not in the description',
    ],
    ['a field that is missing', { ...good, responseBody: { id: '1' } }, "must have required property 'type'"],
    [
      'an unknown field of a request',
      { ...good, requestBody: { recipient_id: '1', x: 1 } },
      'request body /x: is not in the description',
    ],
    [
      'a body without its type',
      { ...good, requestHeaders: { ...good.requestHeaders, 'content-type': 'text/plain' } },
      'text/plain is not in the description',
    ],
    [
      'a missing token',
      { ...good, requestHeaders: { ...good.requestHeaders, authorization: undefined as never } },
      'header Authorization: is missing',
    ],
    [
      'another client',
      { ...good, requestHeaders: { ...good.requestHeaders, 'user-agent': 'curl/8' } },
      'header User-Agent',
    ],
    ['an unknown parameter', { ...good, path: `${good.path}?wait=true` }, 'parameter wait: is not in the description'],
    [
      'half of the rate limit',
      { ...good, responseHeaders: { ...good.responseHeaders, 'x-ratelimit-limit': '5' } },
      'rate-limit headers are missing',
    ],
    [
      'an error without a code',
      { ...good, status: 403, responseBody: { message: 'No' } },
      "must have required property 'code'",
    ],
    [
      'an error of a field that is only a text',
      { ...good, status: 400, responseBody: { message: 'No', code: 50035, errors: { a: ['x'] } } },
      'response /errors/a',
    ],
    [
      'a 429 without its headers',
      { ...good, status: 429, responseBody: { message: 'No', code: 0, retry_after: 1, global: false } },
      'header Retry-After',
    ],
  ])('sees %s', (_, exchange, expected) => {
    const problems = description?.problems(exchange) ?? [];
    if (expected === '') expect(problems).toEqual([]);
    else expect(problems.join('\n')).toContain(expected);
  });
});

describe('the record of the sandbox', () => {
  it('has no secret: neither the bot token, nor the key of Linear, nor the token of an interaction', () => {
    const text = JSON.stringify([...bot, ...direct]);
    expect(text).toContain('/callback');
    expect(text).not.toContain('sandbox-bot-token');
    expect(text).not.toContain(SANDBOX_API_KEY);
    // Every interaction token begins with "interaction:" in base64.
    expect(text).not.toContain(Buffer.from('interaction:').toString('base64url'));
  });
});
