import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LinearWebhookClient } from '@linear/sdk/webhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/shared/clock.ts';
import { data } from '../../test/asking-linear.ts';
import { eventually } from '../discord/test-bot.ts';
import { type LinearSandbox, startLinear } from '../linear/start-linear.ts';
import { EVENTS, listEvents, startWebhooks, type WebhookSandbox } from './start-webhooks.ts';

const SECRETS = { linear: 'secret of Linear', github: 'secret of GitHub', vercel: 'secret of Vercel' };

interface Got {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly body: Readonly<Record<string, unknown>> & { readonly data?: Readonly<Record<string, unknown>> };
}

let server: Server;
let linear: LinearSandbox;
let webhooks: WebhookSandbox;
let got: Got[];

beforeEach(async () => {
  got = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => {
      const bytes = Buffer.concat(chunks);
      got.push({
        path: request.url ?? '',
        headers: request.headers,
        bytes,
        body: JSON.parse(bytes.toString()) as Got['body'],
      });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  linear = await startLinear();
  const { port } = server.address() as AddressInfo;
  const address = () => `http://127.0.0.1:${port}`;
  webhooks = startWebhooks({ linear, clock: systemClock, address, secrets: SECRETS });
});

afterEach(async () => {
  await webhooks.close();
  await linear.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function fired(line: string): Promise<Got> {
  webhooks.fire(line);
  await eventually(() => got.length === 1);
  return got[0] as Got;
}

describe("the sandbox's Linear, as a sender of webhooks", () => {
  it('signs as its own library wants it, and says who changed what and what was there before', async () => {
    const issue = linear.workspace.issues.find(({ archivedAt }) => archivedAt === null);
    const key = issue ? linear.store.identifierOf(issue) : '';
    const before = issue && { stateId: issue.stateId, updatedAt: issue.updatedAt, priority: issue.priority };
    const state = linear.store.state(issue?.stateId ?? '').name === 'Todo' ? 'Done' : 'Todo';
    const { headers, bytes, body } = await fired(`linear:issue.update issue:${key} state:"${state}" by:deepa`);
    const client = new LinearWebhookClient(SECRETS.linear);
    expect(client.verify(bytes, String(headers['linear-signature']))).toBe(true);
    expect(headers).toMatchObject({
      'linear-event': 'Issue',
      'linear-delivery': expect.stringMatching(/^[\da-f-]{36}$/),
      'linear-timestamp': String(body['webhookTimestamp']),
      'content-type': 'application/json; charset=utf-8',
    });
    expect(body).toMatchObject({
      action: 'update',
      type: 'Issue',
      actor: { name: 'Deepa Rao', type: 'user' },
      data: { identifier: key, state: { name: state } },
      updatedFrom: { stateId: before?.stateId, updatedAt: before?.updatedAt },
    });
    expect(body['updatedFrom']).not.toHaveProperty('priority');
    expect(body['url']).toBe(body.data?.['url']);
  });

  it('tells of what the API key does as well, and not of what changes nothing', async () => {
    const mutation =
      'mutation U($id: String!, $input: IssueUpdateInput!) { issueUpdate(id: $id, input: $input) { success } }';
    const issue = linear.workspace.issues[0];
    for (const title of ['Another title', 'Another title'])
      await data(linear, mutation, { id: issue?.id, input: { title } });
    webhooks.fire('linear:comment.create text:"After it"');
    await eventually(() => got.length === 2);
    expect(got.map(({ body }) => `${String(body['type'])}.${String(body['action'])}`).toSorted()).toEqual([
      'Comment.create',
      'Issue.update',
    ]);
  });

  it('tells what was, not what has become of it meanwhile', async () => {
    webhooks.fire('linear:issue.create title:First');
    const { id } = linear.workspace.issues.at(-1) ?? { id: '' };
    linear.person('ada').change(id, { title: 'Second' });
    await eventually(() => got.length === 2);
    const titles = got.map(({ body }) => `${String(body['action'])} ${String(body.data?.['title'])}`);
    expect(titles.toSorted()).toEqual(['create First', 'update Second']);
  });
});

describe("the sandbox's GitHub and Vercel, as senders of webhooks", () => {
  it('signs as GitHub does', async () => {
    const { path, headers, bytes, body } = await fired('github:pull_request.merged issue:ENG-130');
    expect(path).toBe('/webhooks/github');
    const signature = createHmac('sha256', SECRETS.github).update(bytes).digest('hex');
    expect(headers).toMatchObject({ 'x-hub-signature-256': `sha256=${signature}`, 'x-github-event': 'pull_request' });
    expect(body).toMatchObject({
      action: 'closed',
      pull_request: { merged: true, title: expect.stringMatching(/^ENG-130: /) },
    });
  });

  it('signs as Vercel does', async () => {
    const { path, headers, bytes, body } = await fired('vercel:deployment.ready issue:ENG-130');
    expect(path).toBe('/webhooks/vercel');
    expect(headers['x-vercel-signature']).toBe(createHmac('sha1', SECRETS.vercel).update(bytes).digest('hex'));
    expect(body).toMatchObject({
      type: 'deployment.ready',
      payload: { deployment: { name: 'fleet-dashboard' }, target: null },
    });
  });
});

describe('events by name', () => {
  it('all happen without an option, but for what has no webhook', async () => {
    for (const { name } of EVENTS) webhooks.fire(name);
    await eventually(() => got.length >= EVENTS.length - 1);
    expect(webhooks.deliveries().filter(({ state }) => state === 'lost')).toEqual([]);
  });

  it('are listed for people', async () => {
    await expect(`${listEvents()}\n`).toMatchFileSnapshot('./golden/events.txt');
  });

  it.each([
    ['linear:issue.explode', 'There is no event "linear:issue.explode".'],
    ['linear:issue.update colour:red', 'linear:issue.update has no option "colour".'],
    ['linear:issue.update ENG-130', '"ENG-130" belongs to no option.'],
    ['linear:issue.update issue:ENG-9999', 'There is no issue "ENG-9999" in Linear.'],
    ['linear:issue.update issue:ENG-130 state:Nowhere', 'There is no state "Nowhere".'],
    ['linear:issue.update by:ghost', 'There is no person in Linear "ghost".'],
    ['vercel:deployment.ready target:moon', '"moon" is no target.'],
  ])('refuse "%s" in words', (line, problem) => {
    expect(() => webhooks.fire(line)).toThrow(expect.objectContaining({ facts: expect.objectContaining({ problem }) }));
    expect(webhooks.deliveries()).toEqual([]);
  });
});
