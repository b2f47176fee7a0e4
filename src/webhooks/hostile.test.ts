import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeLater } from '../../test/fakes/fake-later.ts';
import { githubExample } from '../../test/fakes/github-examples.ts';
import { linearIssue, SECRET, signed, vercelDeployment } from '../../test/fakes/signed-webhooks.ts';
import { readGithubEvent } from '../adapters/github/read-webhook.ts';
import { githubWebhooks } from '../adapters/github/webhook.ts';
import { readLinearEvent } from '../adapters/linear/read-webhook.ts';
import { linearWebhooks } from '../adapters/linear/webhook.ts';
import { readVercelEvent } from '../adapters/vercel/read-webhook.ts';
import { vercelWebhooks } from '../adapters/vercel/webhook.ts';
import type { InboxRow } from '../ports/inbox.ts';
import { silentLog } from '../ports/log.ts';
import { noMetrics } from '../ports/metrics.ts';
import type { RawDelivery, WebhookSenderName } from '../ports/webhook-sender.ts';
import { systemClock } from '../shared/clock.ts';
import { AppError } from '../shared/errors/app-error.ts';
import { HealthBoard } from '../shared/health-board.ts';
import { listText, showText, visibleJson } from './events-text.ts';
import { webhookReceiver } from './receive.ts';

const SENDERS = ['linear', 'github', 'vercel'] as const;
const READERS = { linear: readLinearEvent, github: readGithubEvent, vercel: readVercelEvent };
/** `event`: the name in the header of GitHub. */
const GENUINE = [
  { sender: 'linear', event: '', body: linearIssue() },
  {
    sender: 'linear',
    event: '',
    body: {
      ...linearIssue(),
      type: 'Comment',
      action: 'create',
      data: { id: 'c', body: 'x', issueId: 'i', issue: { id: 'i', identifier: 'ENG-1', title: 'x', url: 'https://x' } },
    },
  },
  { sender: 'linear', event: '', body: { ...linearIssue(), type: 'Cycle', data: { id: 'c', teamId: 't' } } },
  { sender: 'github', event: 'pull_request', body: githubExample('pull_request', 'opened') },
  { sender: 'github', event: 'deployment_status', body: githubExample('deployment_status', 'created') },
  { sender: 'github', event: 'workflow_run', body: githubExample('workflow_run', 'completed') },
  { sender: 'github', event: 'check_suite', body: githubExample('check_suite', 'completed') },
  { sender: 'vercel', event: '', body: vercelDeployment() },
] as const;

function house() {
  const inbox = new FakeLater();
  const receive = webhookReceiver({
    inbox,
    senders: [linearWebhooks([SECRET]), githubWebhooks([SECRET]), vercelWebhooks([SECRET])],
    clock: systemClock,
    health: new HealthBoard(systemClock),
    log: silentLog,
    metrics: noMetrics,
    newReference: () => 'REF00001',
    onReceived: () => undefined,
  });
  return { inbox, receive };
}

/** What became of it: how it was answered, and how it was read when it was kept. Throws what nobody may see. */
async function fate(sender: WebhookSenderName, raw: RawDelivery): Promise<string> {
  const { inbox, receive } = house();
  try {
    await receive(sender, raw);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(inbox.received).toEqual([]);
    return error.code;
  }
  const [kept] = inbox.received;
  if (kept === undefined) return 'nothing';
  expect(kept.kind.length).toBeLessThanOrEqual(100);
  expect(kept.subject.length).toBeLessThanOrEqual(210);
  try {
    const { kind, payload, receivedAt } = kept;
    return READERS[sender]({ type: kind.slice(sender.length + 1), payload, receivedAt }).kind;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.code;
  }
}

const ALLOWED = ['WEBHOOK_MALFORMED', 'nothing', 'event', 'ignored', 'EVENT_UNREADABLE'];
const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
const headerValue = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constant(undefined),
  fc.array(fc.string(), { maxLength: 2 }),
);

/** The value with another one somewhere in it. */
function changed(value: unknown, { way, put }: { way: readonly number[]; put: unknown }): unknown {
  const [step, ...rest] = way;
  if (step === undefined || typeof value !== 'object' || value === null) return put;
  const keys = Object.keys(value);
  const key = keys[step % Math.max(1, keys.length)];
  if (key === undefined) return put;
  const copy = Array.isArray(value) ? [...(value as unknown[])] : { ...value };
  (copy as Record<string, unknown>)[key] = changed((value as Record<string, unknown>)[key], { way: rest, put });
  return copy;
}

describe('whoever does not have the secret', () => {
  it('gets nothing in, whatever headers and bytes', async () => {
    const headers = fc.dictionary(
      fc.constantFrom(
        'linear-signature',
        'linear-delivery',
        'x-hub-signature-256',
        'x-github-event',
        'x-github-delivery',
        'x-vercel-signature',
      ),
      headerValue,
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...SENDERS), headers, bytes, async (sender, given, body) => {
        expect(await fate(sender, { headers: given, body })).toBe('WEBHOOK_UNVERIFIED');
      }),
      { numRuns: 500 },
    );
  });

  it('gets nothing in by changing one byte of something genuine', async () => {
    const genuine = GENUINE.map(({ sender, event, body }) => ({ sender, raw: signed(sender, body, { event }) }));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...genuine),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async ({ sender, raw }, at, flip) => {
          const body = Buffer.from(raw.body);
          const index = at % body.length;
          body[index] = (body[index] ?? 0) ^ flip;
          expect(await fate(sender, { headers: raw.headers, body })).toBe('WEBHOOK_UNVERIFIED');
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a sender that has the secret and has gone mad', () => {
  it('with any JSON breaks nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...GENUINE), fc.jsonValue(), async ({ sender, event }, value) => {
        const body =
          sender === 'linear' && typeof value === 'object' && value !== null && !Array.isArray(value)
            ? { ...value, webhookTimestamp: Date.now() }
            : value;
        expect(ALLOWED).toContain(await fate(sender, signed(sender, JSON.stringify(body), { event })));
      }),
      { numRuns: 500 },
    );
  });

  it('with anything anywhere in something genuine breaks nothing', async () => {
    const odd = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(
        null,
        '',
        '__proto__',
        'constructor',
        '\0',
        '\uD800',
        '@everyone',
        1e308,
        -1,
        0.5,
        [],
        {},
        true,
        'x'.repeat(10_000),
      ),
    );
    const way = fc.array(fc.nat(60), { minLength: 1, maxLength: 4 });
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...GENUINE), way, odd, async ({ sender, event, body }, steps, put) => {
        const whole = changed(body, { way: steps, put }) as object;
        const fresh =
          sender === 'linear' && whole !== null && typeof whole === 'object'
            ? { ...whole, webhookTimestamp: Date.now() }
            : whole;
        const what = await fate(sender, signed(sender, JSON.stringify(fresh), { event }));
        seen.add(what);
        expect(ALLOWED).toContain(what);
      }),
      { numRuns: 2_000 },
    );
    // Otherwise it would not have been tried.
    expect([...seen]).toEqual(expect.arrayContaining(['event', 'EVENT_UNREADABLE', 'WEBHOOK_MALFORMED']));
  });
});

const stamped = (text: string): string => `{"webhookTimestamp":${Date.now()},${text.slice(1)}`;
const DEEP = 200_000;

describe('the corpus', () => {
  it.each([
    ['a bomb of brackets', `{"x":${'['.repeat(DEEP)}${']'.repeat(DEEP)}}`],
    ['a bomb of braces', `{"x":${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}}`],
    [
      'a bomb in the place of the issue',
      `{"type":"Issue","action":"update","data":${'['.repeat(DEEP)}${']'.repeat(DEEP)}}`,
    ],
    [
      'a bomb in an issue',
      `{"type":"Issue","action":"update","data":{"id":"x","title":${'['.repeat(DEEP)}${']'.repeat(DEEP)}}}`,
    ],
    ['a million keys', `{${Array.from({ length: 200_000 }, (_, n) => `"k${n}":0`).join(',')}}`],
    [
      'huge numbers',
      '{"type":"Issue","action":"create","data":{"id":"x","priority":1e999,"number":123456789012345678901234567890}}',
    ],
    ['the same key twice', '{"type":"Issue","type":"Project","action":"create","action":"remove"}'],
    [
      'keys of JavaScript',
      '{"__proto__":{"type":"Issue"},"constructor":{"prototype":{"action":"create"}},"type":"toString","action":"valueOf"}',
    ],
    ['no text', '{"type":"\\u0000","action":"\\ud800"}'],
  ])('%s breaks nothing, and takes no longer than a moment', async (_, text) => {
    const started = performance.now();
    const body = stamped(text);
    expect(ALLOWED).toContain(await fate('linear', signed('linear', body)));
    expect(ALLOWED).toContain(await fate('github', signed('github', text, { event: 'pull_request' })));
    expect(ALLOWED).toContain(await fate('vercel', signed('vercel', text)));
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(({} as { type?: string }).type).toBeUndefined();
  });

  it('a time of its own choosing is not trusted: only the signed one counts', async () => {
    const old = signed('linear', linearIssue({ webhookTimestamp: Date.now() - 120_000 }));
    const headers = { ...old.headers, 'linear-timestamp': String(Date.now()) };
    expect(await fate('linear', { ...old, headers })).toBe('WEBHOOK_UNVERIFIED');
    for (const webhookTimestamp of ['now', `${Date.now()}`, null, [Date.now()], { valueOf: 1 }, true]) {
      const what = await fate('linear', signed('linear', linearIssue({ webhookTimestamp })));
      expect(['WEBHOOK_UNVERIFIED', 'WEBHOOK_MALFORMED']).toContain(what);
    }
  });

  it('the signature of another sender, or of another algorithm, is none', async () => {
    const github = signed('github', githubExample('pull_request', 'opened'));
    const right = String(github.headers['x-hub-signature-256']);
    const wrongs = [
      right.replace('sha256=', 'sha1='),
      right.replace('sha256=', ''),
      `sha256=${right}`,
      right.replace('sha256', 'SHA256'),
    ];
    for (const wrong of wrongs) {
      const headers = { ...github.headers, 'x-hub-signature-256': wrong };
      expect(await fate('github', { ...github, headers })).toBe('WEBHOOK_UNVERIFIED');
    }
    expect(await fate('vercel', { ...github, headers: { 'x-vercel-signature': right.slice(7) } })).toBe(
      'WEBHOOK_UNVERIFIED',
    );
  });
});

describe('the operator', () => {
  const row = (text: string): InboxRow => ({
    id: 1,
    sender: 'linear',
    deliveryId: text,
    kind: text,
    subject: text,
    receivedAt: new Date(0),
    payload: JSON.stringify({ text }),
    reference: 'REF00001',
    state: 'dead',
    attempts: 1,
    nextAt: new Date(0),
    outcome: text,
    finishedAt: new Date(0),
  });

  it('is shown no character that moves the cursor or changes what is shown, whatever came', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const shown = `${listText([row(text)])}\n${showText(row(text), [], { withPayload: true })}`;
        expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        expect(JSON.parse(visibleJson({ text }))).toEqual({ text });
        expect(listText([row(text)]).split('\n')).toHaveLength(2);
      }),
      { numRuns: 500, examples: [['\u001b]0;owned\u0007'], ['\u202Ereversed'], ['a\r\nb']] },
    );
  });
});
