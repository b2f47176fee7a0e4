/**
 * Shoots at an HTTP server over connections that stay open, each with one request under way: GETs of `/`, or deliveries of
 * Linear, each one signed and different, all made before the clock runs. A client of its own, because a general one takes
 * longer over a request than the server. Tells how many were answered per second, and how long they took.
 */
import { createHmac, randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { quantile } from './statistics.ts';

/** As Linear sends it: 2.3 kB, about 500 issues. */
function delivery(secret: string, number: number): Buffer {
  const issue = number % 500;
  const body = JSON.stringify({
    action: 'update',
    type: 'Issue',
    createdAt: '2026-11-25T09:00:00.000Z',
    actor: { id: 'user-ada', type: 'user', name: 'Ada', email: 'ada@example.com', url: 'https://linear.app/acme/ada' },
    url: `https://linear.app/acme/issue/ENG-${issue}`,
    organizationId: 'org',
    webhookId: 'webhook',
    webhookTimestamp: Date.now(),
    updatedFrom: { updatedAt: '2026-11-24T09:00:00.000Z', stateId: 'state-todo', sortOrder: number },
    data: {
      id: `issue-${issue}`,
      identifier: `ENG-${issue}`,
      title: `Door number ${number}`,
      description: 'A door is to be built where there was none. '.repeat(30),
      priority: 2,
      state: { id: 'state-doing', color: '#f2c94c', name: 'In Progress', type: 'started' },
      team: { id: 'team-eng', key: 'ENG', name: 'Engineering' },
      assignee: { id: 'user-bob', name: 'Bob', email: 'bob@example.com', url: 'https://linear.app/acme/bob' },
      labels: [{ id: 'label-1', color: '#000000', name: 'bug' }],
      subscriberIds: ['user-ada', 'user-bob'],
      reactionData: {},
    },
  });
  return Buffer.from(
    [
      'POST /webhooks/linear HTTP/1.1',
      'host: bot.example.com',
      'content-type: application/json; charset=utf-8',
      'user-agent: Linear-Webhook',
      `linear-delivery: ${randomUUID()}`,
      'linear-event: Issue',
      `linear-signature: ${createHmac('sha256', secret).update(body).digest('hex')}`,
      `content-length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
}

const GET = Buffer.from('GET / HTTP/1.1\r\nhost: bot.example.com\r\n\r\n');

/** Where the first answer in these bytes ends, and its status; null when it is not complete. */
function answerIn(bytes: Buffer): { readonly length: number; readonly status: number } | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return null;
  const head = bytes.toString('latin1', 0, end);
  const length = end + 4 + Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
  return bytes.length < length ? null : { length, status: Number(head.slice(9, 12)) };
}

interface Order {
  readonly port: number;
  readonly connections: number;
  readonly amount: number;
  /** Absent: GETs. */
  readonly secret?: string;
}

export interface Shots {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers other than 200. */
  readonly wrong: number;
}

async function shoot({ port, connections, amount, secret }: Order): Promise<Shots> {
  const requests = Array.from({ length: amount }, (_, number) =>
    secret === undefined ? GET : delivery(secret, number),
  );
  const tookMs: number[] = [];
  let next = 0;
  let wrong = 0;
  const one = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      let bytes: Buffer = Buffer.alloc(0);
      let sentAt = 0;
      const send = (): void => {
        const request = requests[next];
        next += 1;
        if (request === undefined) return void socket.end();
        sentAt = performance.now();
        socket.write(request);
      };
      socket
        .setNoDelay(true)
        .on('connect', send)
        .on('error', reject)
        .on('close', () => resolve());
      socket.on('data', (chunk: Buffer) => {
        bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
        const answer = answerIn(bytes);
        if (answer === null) return;
        bytes = bytes.subarray(answer.length);
        tookMs.push(performance.now() - sentAt);
        if (answer.status !== 200) wrong += 1;
        send();
      });
    });
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: connections }, one));
  const seconds = (performance.now() - startedAt) / 1_000;
  return { perSecond: amount / seconds, p50Ms: quantile(tookMs, 0.5), p99Ms: quantile(tookMs, 0.99), wrong };
}

process.on('message', (order) => {
  shoot(order as Order).then(
    (shots) => process.send?.(shots),
    (error: unknown) => process.send?.({ problem: String(error) }),
  );
});
process.send?.('ready');
