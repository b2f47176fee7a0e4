import { randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { Agent, request } from 'node:https';
import { connect as plainConnect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { connect } from 'node:tls';
import { Secret } from '../../../src/shared/secret.ts';
import { linearIssue, signed } from '../../fakes/signed-webhooks.ts';
import { type Asking, Counting, type Tally } from './tally.ts';

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

export interface LoadReport {
  /** Over a fresh connection for each request, and over connections that stay. */
  readonly fresh: Tally;
  readonly kept: Tally;
  /** Clients that take their time to say what they want; from their last word on they wait like others. */
  readonly slow: Tally;
  readonly webhooks: Tally;
  readonly interactions: Tally;
  /** The longest time in which whoever asks did not get their turn: waits of about that long are the machine's. */
  readonly stalledMs: number;
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
/** Every fifth webhook and every tenth request comes in two halves, so much apart. */
const SLOW_WEBHOOK_EVERY = 5;
const SLOW_REQUEST_EVERY = 10;
const SLOW_MS = 700;
const MOST_CAUGHT_UP_MS = 500;

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
  const counted = { fresh: new Counting(), kept: new Counting(), slow: new Counting() };
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
    steadily(wish.httpPerSecond, (number) => {
      const { kind, ask: asking } = visit(wish, agents, number);
      follow(counted[kind].one(asking));
    }),
    steadily(wish.webhooksPerSecond, (number) => {
      const id = `${prefix}${number}`;
      follow(webhooks.one((sentAll) => deliver(wish, { id, number, acknowledged, sentAll })));
    }),
    steadily(wish.interactionsPerSecond, (number) => follow(interactions.one(() => typeOne(wish, number, asked)))),
  ];
  const end = async (): Promise<LoadReport> => {
    for (const loop of loops) loop.stop();
    await Promise.all(out);
    for (const agent of agents) agent.destroy();
    const answeredTwice = await twice(wish.controlPort, new Set(asked));
    const { fresh, kept, slow } = counted;
    const visits = { fresh: fresh.tally, kept: kept.tally, slow: slow.tally };
    const others = { webhooks: webhooks.tally, interactions: interactions.tally };
    const stalledMs = Math.max(...loops.map((loop) => loop.stalledMs));
    return { ...visits, ...others, stalledMs, prefix, acknowledged, answeredTwice };
  };
  return { end };
}

/**
 * So many in a second, evenly. When this process itself did not get its turn for a while, what it has not asked in that time
 * is left out: all of it at once would be an attack.
 */
function steadily(perSecond: number, act: (number: number) => void): { stop(): void; readonly stalledMs: number } {
  let dueSince = performance.now();
  let inTime = 0;
  let count = 0;
  let stalledMs = 0;
  const timer = setInterval(() => {
    const lateMs = performance.now() - dueSince - (inTime * 1_000) / perSecond;
    stalledMs = Math.max(stalledMs, lateMs);
    if (lateMs > MOST_CAUGHT_UP_MS) {
      dueSince = performance.now();
      inTime = 0;
    }
    const due = ((performance.now() - dueSince) * perSecond) / 1_000;
    for (; inTime < due; inTime += 1) act((count += 1));
  }, 10);
  return {
    stop: () => clearInterval(timer),
    get stalledMs() {
      return Math.round(stalledMs);
    },
  };
}

/** Half of them over a connection that stays, half over a fresh one; some of them slowly. */
function visit(
  { host, name, from }: LoadWish,
  agents: readonly Agent[],
  number: number,
): { readonly kind: 'fresh' | 'kept' | 'slow'; readonly ask: Asking } {
  const index = number % from.length;
  const target = { host, name, from: from[index] ?? '', path: '/health' };
  if (number % SLOW_REQUEST_EVERY === 0) return { kind: 'slow', ask: (sentAll) => askSlowly(target, sentAll) };
  const agent = Math.floor(number / from.length) % 2 === 0 ? agents[index] : undefined;
  const kind = agent === undefined ? 'fresh' : 'kept';
  return { kind, ask: (sentAll) => ask({ ...target, agent: agent ?? false, sentAll }, null) };
}

/** The head of a request in two halves, as it comes over a bad line. */
function askSlowly(
  { host, name, from, path }: Omit<Target, 'agent' | 'sentAll'>,
  sentAll: () => void,
): Promise<string | null> {
  return new Promise((done) => {
    const line = plainConnect({ host, port: 443, localAddress: from });
    line.on('error', (error) => socket.destroy(error));
    const socket = connect({ socket: line, servername: name, rejectUnauthorized: false });
    let said = '';
    socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error('no answer')));
    socket.on('secureConnect', () => {
      socket.write(`GET ${path} HTTP/1.1\r\nHost: ${name}\r\n`);
      setTimeout(() => {
        sentAll();
        socket.write('Connection: close\r\n\r\n');
      }, SLOW_MS);
    });
    socket.on('data', (chunk: Buffer) => (said += chunk.toString('latin1')));
    socket.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
    socket.on('close', () => {
      const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(said) ?? [];
      if (status === undefined) done('no answer');
      else done(status === '200' ? null : `status ${status}`);
    });
  });
}

interface Delivering {
  readonly id: string;
  readonly number: number;
  readonly acknowledged: string[];
  readonly sentAll: () => void;
}

async function deliver(wish: LoadWish, { id, number, acknowledged, sentAll }: Delivering): Promise<string | null> {
  const event = linearIssue({ webhookTimestamp: Date.now() }, { id: `issue-${id}`, identifier: `ENG-${number}` });
  const delivery = signed('linear', event, { id, secret: new Secret(wish.webhookSecret) });
  const { host, name, webhooksFrom: from } = wish;
  const headers = { ...delivery.headers, 'content-type': 'application/json' } as Record<string, string>;
  const sent = { headers, body: Buffer.from(delivery.body), isSlow: number % SLOW_WEBHOOK_EVERY === 0 };
  const problem = await ask({ host, name, from, path: '/webhooks/linear', agent: false, sentAll }, sent);
  if (problem === null) acknowledged.push(id);
  return problem;
}

interface Target {
  readonly host: string;
  readonly name: string;
  readonly from: string;
  readonly path: string;
  readonly agent: Agent | false;
  readonly sentAll: () => void;
}

interface Sent {
  readonly headers: Record<string, string>;
  readonly body: Buffer;
  readonly isSlow: boolean;
}

/** Null for 200; what went wrong otherwise. */
function ask({ host, name, from, path, agent, sentAll }: Target, sent: Sent | null): Promise<string | null> {
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
    else if (sent.isSlow) void inHalves(asked, sent.body).then(sentAll);
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
