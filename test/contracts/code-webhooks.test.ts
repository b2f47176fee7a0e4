import { beforeAll, describe, expect, it } from 'vitest';
import { startLinear } from '../../sandbox/linear/start-linear.ts';
import { type Exchange, memoryRecorder } from '../../sandbox/record.ts';
import { EVENTS, startWebhooks } from '../../sandbox/webhooks/start-webhooks.ts';
import { readGithubEvent } from '../../src/adapters/github/read-webhook.ts';
import { githubWebhooks } from '../../src/adapters/github/webhook.ts';
import { readLinearEvent } from '../../src/adapters/linear/read-webhook.ts';
import { linearWebhooks } from '../../src/adapters/linear/webhook.ts';
import { readVercelEvent } from '../../src/adapters/vercel/read-webhook.ts';
import { vercelWebhooks } from '../../src/adapters/vercel/webhook.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { groupBy } from '../../src/shared/group-by.ts';
import { Secret } from '../../src/shared/secret.ts';
import { githubExamples } from '../fakes/github-examples.ts';

/** What the sandbox sends to webhooks: against GitHub's own examples, and through the bot's verifiers and readers. */
const SECRET = 'the same for all three of them';
let sent: readonly Exchange[] = [];
let raw: readonly { readonly sender: string; readonly headers: Record<string, string>; readonly body: string }[] = [];

beforeAll(async () => {
  const recorder = memoryRecorder();
  const linear = await startLinear();
  const secrets = { linear: SECRET, github: SECRET, vercel: SECRET };
  const address = () => 'http://127.0.0.1:1';
  const webhooks = startWebhooks({ linear, recorder, clock: systemClock, address, secrets });
  for (const { name } of EVENTS) webhooks.fire(name);
  await webhooks.close();
  await linear.close();
  sent = recorder.exchanges;
  raw = sent.map(({ path, requestHeaders, requestBody }) => ({
    sender: path.replace('/webhooks/', ''),
    headers: { ...requestHeaders },
    body: JSON.stringify(requestBody),
  }));
});

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
const isRecord = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Fields of ours that no example has, or has with another type. Null fits everything: examples show one moment each. */
function strangers(ours: Json, examples: readonly Json[], at: string): string[] {
  if (ours === null) return [];
  const given = examples.filter((one) => one !== null);
  if (isRecord(ours)) {
    const records = given.filter(isRecord);
    if (given.length > 0 && records.length === 0) return [`${at}: no record there`];
    return Object.entries(ours).flatMap(([key, value]) => {
      const theirs = records.flatMap((record) => (key in record ? [record[key] ?? null] : []));
      if (theirs.length === 0 && records.length > 0) return [`${at}.${key}: GitHub has no such field`];
      return strangers(value, theirs, `${at}.${key}`);
    });
  }
  const kinds = new Set(given.map((one) => (Array.isArray(one) ? 'list' : typeof one)));
  const kind = Array.isArray(ours) ? 'list' : typeof ours;
  return kinds.size === 0 || kinds.has(kind) ? [] : [`${at}: ${kind} instead of ${[...kinds].join()}`];
}

describe('the webhooks of the sandbox', () => {
  it("have only fields that GitHub's own examples have, with the same types", () => {
    const github = [...new Map(raw.map((one) => [one.body, one])).values()].filter(({ sender }) => sender === 'github');
    const ofGithub = githubExamples().filter(({ place }) => place === 'api.github.com');
    const examples = groupBy(ofGithub, ({ event }) => event);
    const problems = github.flatMap(({ headers, body }) => {
      const event = headers['x-github-event'] ?? '';
      return strangers(
        JSON.parse(body) as Json,
        (examples.get(event) ?? []).map((one) => one.body as Json),
        event,
      );
    });
    expect([...new Set(problems)]).toEqual([]);
    expect(github.length).toBeGreaterThan(9);
  });

  it('are all genuine to the bot, and either told or knowingly ignored', async () => {
    const secrets = [new Secret(SECRET)];
    const senders = {
      linear: { door: linearWebhooks(secrets), read: readLinearEvent },
      github: { door: githubWebhooks(secrets), read: readGithubEvent },
      vercel: { door: vercelWebhooks(secrets), read: readVercelEvent },
    };
    const outcomes = await Promise.all(
      raw.map(async ({ sender, headers, body }) => {
        const { door, read } = senders[sender as keyof typeof senders];
        const opened = await door.open({ headers, body: Buffer.from(body) });
        if (opened.kind !== 'delivery') return `${sender} ${'type' in opened ? opened.type : ''}: ${opened.kind}`;
        const event = read({ type: opened.type, payload: opened.payload, receivedAt: new Date() });
        return `${sender} ${opened.type}: ${event.kind === 'event' ? event.event.kind : event.kind}`;
      }),
    );
    await expect(`${[...new Set(outcomes)].toSorted().join('\n')}\n`).toMatchFileSnapshot(
      './golden/sandbox-webhooks.txt',
    );
  });

  it('are compared by a check that sees what is wrong', () => {
    const example = { id: 1, user: { login: 'a' }, merged_at: null };
    expect(strangers({ id: '1', user: { name: 'a' }, merged_at: 'now', more: true }, [example], 'pr')).toEqual([
      'pr.id: string instead of number',
      'pr.user.name: GitHub has no such field',
      'pr.more: GitHub has no such field',
    ]);
  });
});
