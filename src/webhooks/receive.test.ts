import { describe, expect, it } from 'vitest';
import { FakeLater } from '../../test/fakes/fake-later.ts';
import { githubExample } from '../../test/fakes/github-examples.ts';
import { linearIssue, SECRET, signed, vercelDeployment } from '../../test/fakes/signed-webhooks.ts';
import { githubWebhooks } from '../adapters/github/webhook.ts';
import { linearWebhooks } from '../adapters/linear/webhook.ts';
import { vercelWebhooks } from '../adapters/vercel/webhook.ts';
import { noMetrics } from '../ports/metrics.ts';
import type { WebhookSenderName } from '../ports/webhook-sender.ts';
import { fixedClock } from '../shared/clock.ts';
import { AppError } from '../shared/errors/app-error.ts';
import { HealthBoard } from '../shared/health-board.ts';
import { Secret } from '../shared/secret.ts';
import { type ReceivePorts, webhookReceiver } from './receive.ts';

function house(more: Partial<ReceivePorts> = {}) {
  const clock = fixedClock('2026-11-25T09:00:00Z');
  const health = new HealthBoard(clock);
  const inbox = new FakeLater();
  const counted: string[] = [];
  const warned: { readonly event: string; readonly [name: string]: unknown }[] = [];
  let nudges = 0;
  const receive = webhookReceiver({
    inbox,
    senders: [linearWebhooks([SECRET]), githubWebhooks([SECRET]), vercelWebhooks([SECRET])],
    clock,
    health,
    log: {
      debug() {},
      info() {},
      warn: (event, fields) => void warned.push({ event, ...fields }),
      error() {},
    },
    metrics: { ...noMetrics, count: (_name, labels) => void counted.push(Object.values(labels).join(' ')) },
    newReference: () => 'REF00001',
    onReceived: () => void (nudges += 1),
    ...more,
  });
  return { receive, clock, health, inbox, counted, warned, nudges: () => nudges };
}

const pullRequest = githubExample('pull_request', 'opened');

describe('a genuine delivery', () => {
  it.each([
    ['linear', linearIssue(), 'linear:Issue.update', 'linear issue issue-12'],
    ['github', pullRequest, 'github:pull_request.opened', 'github pull_request Codertocat/Hello-World 2'],
    ['vercel', vercelDeployment(), 'vercel:deployment.succeeded', 'vercel deployment dpl_1'],
  ] as const)('of %s is kept as it came, and told to be there', async (sender, body, kind, subject) => {
    const { receive, inbox, nudges, counted } = house();
    const raw = signed(sender, body);
    expect(await receive(sender, raw)).toEqual({ status: 200, says: 'received' });
    expect(inbox.received).toHaveLength(1);
    expect(inbox.received[0]).toMatchObject({
      sender,
      kind,
      subject,
      payload: raw.body.toString(),
      reference: 'REF00001',
    });
    expect(nudges()).toBe(1);
    expect(counted).toEqual([`${sender} received`]);
  });

  it('is kept once, however often it comes', async () => {
    const { receive, inbox, nudges, counted } = house();
    const raw = signed('linear', linearIssue());
    await receive('linear', raw);
    expect(await receive('linear', raw)).toEqual({ status: 200, says: 'received before' });
    expect([inbox.received.length, nudges()]).toEqual([1, 1]);
    expect(counted).toEqual(['linear received', 'linear duplicate']);
  });

  it('is taken with the secret before while that is being changed', async () => {
    const previous = new Secret('the-secret-before-0123456789');
    for (const sender of ['linear', 'github', 'vercel'] as const) {
      const make = { linear: linearWebhooks, github: githubWebhooks, vercel: vercelWebhooks }[sender];
      const body = { linear: linearIssue(), github: pullRequest, vercel: vercelDeployment() }[sender];
      const { receive } = house({ senders: [make([SECRET, previous])] });
      expect(await receive(sender, signed(sender, body, { secret: previous }))).toMatchObject({ says: 'received' });
      const other = new Secret('somebody-elses-secret-0123456789');
      await expect(receive(sender, signed(sender, body, { secret: other }))).rejects.toMatchObject({
        code: 'WEBHOOK_UNVERIFIED',
      });
    }
  });

  it.each([
    ['linear', linearIssue({ type: 'Project' }), 200, 'nothing'],
    ['linear', linearIssue({ type: 'Spaceship' }), 200, 'unknown'],
    ['linear', linearIssue({ type: '__proto__' }), 200, 'unknown'],
    ['vercel', vercelDeployment('project.created'), 202, 'nothing'],
    ['vercel', vercelDeployment('spaceship.landed'), 202, 'unknown'],
  ] as const)(
    'of %s with nothing to do is answered kindly, counted and not kept',
    async (sender, body, status, outcome) => {
      const { receive, inbox, counted } = house();
      expect(await receive(sender, signed(sender, body))).toEqual({ status, says: 'nothing to do' });
      expect(inbox.received).toEqual([]);
      expect(counted).toEqual([`${sender} ${outcome}`]);
    },
  );

  it('of GitHub that only asks whether we are there is answered', async () => {
    const { receive } = house();
    const ping = githubExample('ping');
    expect(await receive('github', signed('github', ping, { event: 'ping' }))).toEqual({ status: 200, says: 'pong' });
  });
});

describe('what is refused', () => {
  const refused = async (sender: WebhookSenderName, raw: Parameters<ReturnType<typeof house>['receive']>[1]) => {
    const { receive, inbox, counted } = house();
    const error = await receive(sender, raw).catch((cause: unknown) => cause);
    expect(inbox.received).toEqual([]);
    return { error, counted };
  };

  it.each(['linear', 'github', 'vercel'] as const)('a wrong, empty, cut or missing signature of %s', async (sender) => {
    const { headers, body } = signed(
      sender,
      { linear: linearIssue(), github: pullRequest, vercel: vercelDeployment() }[sender],
    );
    const name = { linear: 'linear-signature', github: 'x-hub-signature-256', vercel: 'x-vercel-signature' }[sender];
    const right = String(headers[name]);
    const wrong = [
      undefined,
      '',
      right.slice(0, -1),
      `${right}0`,
      right.toUpperCase(),
      right.replace(/.$/, '🦞'),
      [right, right],
    ];
    for (const signature of wrong) {
      const { error, counted } = await refused(sender, { body, headers: { ...headers, [name]: signature } });
      expect(error).toMatchObject({ code: 'WEBHOOK_UNVERIFIED' });
      expect(counted).toEqual([`${sender} refused`]);
    }
    const changed = Buffer.concat([body, Buffer.from(' ')]);
    expect((await refused(sender, { body: changed, headers })).error).toMatchObject({ code: 'WEBHOOK_UNVERIFIED' });
    expect((await refused(sender, { body: Buffer.alloc(0), headers })).error).toMatchObject({
      code: 'WEBHOOK_UNVERIFIED',
    });
  });

  it.each([-61_000, 61_000])('a delivery of Linear that is %d ms off', async (ms) => {
    const { error, counted } = await refused(
      'linear',
      signed('linear', linearIssue({ webhookTimestamp: Date.now() + ms })),
    );
    expect(error).toMatchObject({ code: 'WEBHOOK_UNVERIFIED' });
    expect(counted).toEqual(['linear stale']);
  });

  it.each([
    ['linear', signed('linear', 'not JSON'), 'The body is not JSON.'],
    ['linear', signed('linear', 'null'), 'The body has no webhookTimestamp.'],
    ['linear', signed('linear', { type: 'Issue' }), 'The body has no webhookTimestamp.'],
    ['linear', signed('linear', { webhookTimestamp: Date.now() }), 'The body has no type or no action.'],
    ['linear', signed('linear', linearIssue(), { id: '' }), 'The header Linear-Delivery is missing or not an id.'],
    ['linear', signed('linear', linearIssue({ data: null })), 'The body does not say what it is about.'],
    ['github', signed('github', 'not JSON'), 'The body is not a JSON object; choose application/json for the webhook.'],
    ['github', signed('github', '[]'), 'The body is not a JSON object; choose application/json for the webhook.'],
    ['github', signed('github', pullRequest, { event: 'A B' }), 'The header X-GitHub-Event is missing or not a name.'],
    ['github', signed('github', pullRequest, { id: 'a b' }), 'The header X-GitHub-Delivery is missing or not an id.'],
    ['github', signed('github', { action: 'opened' }), 'The body does not say what it is about.'],
    ['vercel', signed('vercel', '7'), 'The body is not a JSON object.'],
    ['vercel', signed('vercel', '{}'), 'The body has no type.'],
    ['vercel', signed('vercel', { type: 'deployment.created' }), 'The body has no id.'],
    [
      'vercel',
      signed('vercel', { id: 'x', type: 'deployment.created', payload: 7 }),
      'The body does not say which deployment it is about.',
    ],
  ] as const)('a genuine delivery of %s that cannot be kept', async (sender, raw, problem) => {
    const { error, counted } = await refused(sender, raw);
    expect(error).toMatchObject({ code: 'WEBHOOK_MALFORMED', facts: { problem } });
    expect(counted).toEqual([`${sender} malformed`]);
  });

  it('everything, from a sender without a secret, with what to set', async () => {
    const { receive, health } = house({ senders: [{ name: 'github', missingSetting: 'GITHUB_WEBHOOK_SECRET' }] });
    await expect(receive('github', signed('github', pullRequest))).rejects.toMatchObject({
      code: 'WEBHOOK_OFF',
      facts: { sender: 'GitHub', setting: 'GITHUB_WEBHOOK_SECRET' },
    });
    expect(health.of('webhooks')).toMatchObject({
      state: 'off',
      detail: 'GitHub is off: GITHUB_WEBHOOK_SECRET is not set.',
    });
  });

  it('is told in the log once a minute, with how often since', async () => {
    const { receive, clock, warned } = house();
    const wrong = { ...signed('vercel', vercelDeployment()), headers: {} };
    for (let n = 0; n < 50; n += 1) await receive('vercel', wrong).catch(() => undefined);
    clock.advanceMs(60_000);
    await receive('vercel', wrong).catch(() => undefined);
    expect(warned.map(({ event, outcome, notTold }) => [event, outcome, notTold])).toEqual([
      ['webhook.refused', 'refused', 0],
      ['webhook.refused', 'refused', 49],
    ]);
  });
});

describe('a store that cannot be written', () => {
  it('has the sender try again, says so, and takes the next one when it is back', async () => {
    const inbox = new FakeLater();
    let isFull = true;
    const { receive, health } = house({
      inbox: { receive: (all) => (isFull ? Promise.reject(new AppError('STORE_FULL')) : inbox.receive(all)) },
    });
    const raw = signed('linear', linearIssue());
    await expect(receive('linear', raw)).rejects.toMatchObject({ code: 'WEBHOOK_NOT_KEPT' });
    expect(health.of('webhooks')).toMatchObject({ state: 'down' });
    isFull = false;
    expect(await receive('linear', raw)).toEqual({ status: 200, says: 'received' });
    expect(health.of('webhooks')).toMatchObject({ state: 'on', detail: 'Taken from Linear, GitHub, Vercel.' });
  });
});
