import { randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { Agent, request } from 'node:https';
import { setTimeout as wait } from 'node:timers/promises';
import { Secret } from '../../../src/shared/secret.ts';
import { linearIssue, signed } from '../../fakes/signed-webhooks.ts';

export interface LoadWish {
  readonly host: string;
  readonly name: string;
  /** Requests in all; each address stays below what one client may. */
  readonly httpPerSecond: number;
  readonly from: readonly string[];
  readonly webhooksPerSecond: number;
  readonly webhooksFrom: string;
  readonly webhookSecret: string;
  readonly interactionsPerSecond: number;
  /** The sandbox's control API, in the network of the lab. */
  readonly controlPort: number;
}

export interface Tally {
  readonly sent: number;
  /** What went wrong → how often. */
  readonly failed: Readonly<Record<string, number>>;
  readonly longestMs: number;
}

export interface LoadReport {
  readonly http: Tally;
  readonly webhooks: Tally;
  readonly interactions: Tally;
  /** All deliveries of this load begin with it. */
  readonly prefix: string;
  /** Deliveries that were acknowledged: each has to be in the inbox. */
  readonly acknowledged: readonly string[];
  /** Interactions with more than one answer. */
  readonly answeredTwice: readonly string[];
}

const MEMBERS = ['leadership', 'product', 'marketing', 'developer', 'devrel', 'operator', 'ada'];
const LINES = ['/show-sprint', '/my-tasks', '/help', '/list-issues', '/status'];
const PATIENCE_MS = 30_000;
/** Every fifth client sends its request in two halves, so much apart. */
const SLOW_EVERY = 5;
const SLOW_MS = 700;

class Counting {
  sent = 0;
  readonly failed: Record<string, number> = {};
  longestMs = 0;

  async one(act: () => Promise<string | null>): Promise<void> {
    this.sent += 1;
    const startedAt = performance.now();
    const problem = await act().catch((error: NodeJS.ErrnoException) => error.code ?? error.message);
    this.longestMs = Math.max(this.longestMs, performance.now() - startedAt);
    if (problem !== null) this.failed[problem] = (this.failed[problem] ?? 0) + 1;
  }

  get tally(): Tally {
    return { sent: this.sent, failed: this.failed, longestMs: Math.round(this.longestMs) };
  }
}

let running: { readonly end: () => Promise<LoadReport> } | null = null;

/** Starts a load that goes on until `endLoad`. */
export async function startLoad(wish: LoadWish): Promise<void> {
  if (running !== null) throw new Error('There is a load already.');
  running = begin(wish);
}

/** Ends it, waits for every answer that is still out, and gives account. */
export async function endLoad(): Promise<LoadReport> {
  const ending = running;
  running = null;
  if (ending === null) throw new Error('There is no load.');
  return await ending.end();
}

function begin(wish: LoadWish): { readonly end: () => Promise<LoadReport> } {
  const prefix = `load-${randomBytes(4).toString('hex')}-`;
  const http = new Counting();
  const webhooks = new Counting();
  const interactions = new Counting();
  const acknowledged: string[] = [];
  const asked: string[] = [];
  const out = new Set<Promise<void>>();
  const agents = wish.from.map((localAddress) => new Agent({ keepAlive: true, maxSockets: 4, localAddress }));
  const follow = (work: Promise<void>): void => {
    out.add(work);
    void work.then(() => out.delete(work));
  };
  const loops = [
    steadily(wish.httpPerSecond, (number) => follow(http.one(() => visit(wish, agents, number)))),
    steadily(wish.webhooksPerSecond, (number) => {
      const id = `${prefix}${number}`;
      follow(webhooks.one(() => deliver(wish, { id, number, acknowledged })));
    }),
    steadily(wish.interactionsPerSecond, (number) => follow(interactions.one(() => typeOne(wish, number, asked)))),
  ];
  const end = async (): Promise<LoadReport> => {
    for (const loop of loops) loop.stop();
    await Promise.all(out);
    for (const agent of agents) agent.destroy();
    const answeredTwice = await twice(wish.controlPort, new Set(asked));
    const tallies = { http: http.tally, webhooks: webhooks.tally, interactions: interactions.tally };
    return { ...tallies, prefix, acknowledged, answeredTwice };
  };
  return { end };
}

function steadily(perSecond: number, act: (number: number) => void): { stop(): void } {
  const startedAt = performance.now();
  let count = 0;
  const timer = setInterval(() => {
    const due = ((performance.now() - startedAt) * perSecond) / 1_000;
    while (count < due) act((count += 1));
  }, 10);
  return { stop: () => clearInterval(timer) };
}

/** Half of them over a connection that stays, half over a fresh one. */
function visit({ host, name, from }: LoadWish, agents: readonly Agent[], number: number): Promise<string | null> {
  const index = number % from.length;
  const agent = Math.floor(number / from.length) % 2 === 0 ? agents[index] : false;
  return ask({ host, name, from: from[index] ?? '', path: '/health', agent: agent ?? false }, null);
}

async function deliver(
  wish: LoadWish,
  { id, number, acknowledged }: { readonly id: string; readonly number: number; readonly acknowledged: string[] },
): Promise<string | null> {
  const event = linearIssue({ webhookTimestamp: Date.now() }, { id: `issue-${id}`, identifier: `ENG-${number}` });
  const delivery = signed('linear', event, { id, secret: new Secret(wish.webhookSecret) });
  const { host, name, webhooksFrom: from } = wish;
  const headers = { ...delivery.headers, 'content-type': 'application/json' } as Record<string, string>;
  const sent = { headers, body: Buffer.from(delivery.body), isSlow: number % SLOW_EVERY === 0 };
  const problem = await ask({ host, name, from, path: '/webhooks/linear', agent: false }, sent);
  if (problem === null) acknowledged.push(id);
  return problem;
}

interface Target {
  readonly host: string;
  readonly name: string;
  readonly from: string;
  readonly path: string;
  readonly agent: Agent | false;
}

interface Sent {
  readonly headers: Record<string, string>;
  readonly body: Buffer;
  readonly isSlow: boolean;
}

/** Null for 200; what went wrong otherwise. */
function ask({ host, name, from, path, agent }: Target, sent: Sent | null): Promise<string | null> {
  return new Promise((done) => {
    const headers = { host: name, ...sent?.headers, ...(sent && { 'content-length': String(sent.body.length) }) };
    const common = { host, servername: name, port: 443, path, localAddress: from, rejectUnauthorized: false };
    const asked = request({ ...common, agent, method: sent ? 'POST' : 'GET', headers, timeout: PATIENCE_MS });
    asked.on('response', (response) => {
      response.resume();
      response.on('end', () => done(response.statusCode === 200 ? null : `status ${response.statusCode}`));
      response.on('error', (error) => done(`broken answer: ${error.message}`));
    });
    asked.on('timeout', () => asked.destroy(new Error('no answer')));
    asked.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
    if (sent === null) asked.end();
    else if (sent.isSlow) void inHalves(asked, sent.body);
    else asked.end(sent.body);
  });
}

async function inHalves(asked: ReturnType<typeof request>, body: Buffer): Promise<void> {
  const middle = Math.floor(body.length / 2);
  asked.write(body.subarray(0, middle));
  await wait(SLOW_MS);
  asked.end(body.subarray(middle));
}

/** Somebody types a command and waits for its answer. */
async function typeOne({ controlPort }: LoadWish, number: number, asked: string[]): Promise<string | null> {
  const as = MEMBERS[number % MEMBERS.length];
  const line = LINES[number % LINES.length];
  const outcome = await control(controlPort, '/type', { as, line, channel: 'sprint', waitMs: PATIENCE_MS });
  const { kind, interactionId } = outcome as { readonly kind?: string; readonly interactionId?: string };
  if (interactionId !== undefined) asked.push(interactionId);
  return kind === 'answered' ? null : (kind ?? JSON.stringify(outcome).slice(0, 120));
}

async function twice(controlPort: number, mine: ReadonlySet<string>): Promise<readonly string[]> {
  const traces = (await control(controlPort, '/interactions')) as readonly {
    readonly id: string;
    readonly callbacks: readonly unknown[];
    readonly followUps: readonly unknown[];
  }[];
  return traces
    .filter(({ id, callbacks, followUps }) => mine.has(id) && callbacks.length + followUps.length > 1)
    .map(({ id }) => id);
}

function control(port: number, path: string, body?: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest({ host: '127.0.0.1', port, path, method: body === undefined ? 'GET' : 'POST' });
    asked.setHeader('content-type', 'application/json');
    asked.on('error', reject);
    asked.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (more: string) => (text += more));
      response.on('end', () => resolve(JSON.parse(text)));
    });
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
