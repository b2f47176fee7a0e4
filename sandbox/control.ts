import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { AppError } from '../src/shared/errors/app-error.ts';
import { explain } from '../src/shared/errors/catalogue.ts';
import type { DiscordSandbox } from './discord/start-discord.ts';
import { faultRoute, faultRouteNames } from './fault-routes.ts';
import type { Fault, Faults } from './faults.ts';
import type { House } from './house.ts';
import { listenOn } from './listen-on.ts';
import { invalid, readJson } from './read-json.ts';
import { requestUrl } from './request-url.ts';
import type { TravelClock } from './time/travel-clock.ts';
import { EVENTS, type WebhookSandbox } from './webhooks/start-webhooks.ts';

const LOOPBACK_HOST = /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/;

export interface ControlParts {
  readonly discord: DiscordSandbox;
  /** Where there are none, nothing can be made to happen in Linear, GitHub and Vercel. */
  readonly webhooks?: WebhookSandbox;
  readonly faults: Faults;
  /** Other servers of the sandbox, by name, for GET /health. */
  readonly others?: Readonly<Record<string, { readonly url: string }>>;
  /** Where there is none, the time is the machine's. */
  readonly time?: Pick<House, 'clock' | 'travel'>;
  /** Default: a free one. */
  readonly port?: number;
}

const ms = z.int().min(0).max(600_000);

const fault = z
  .strictObject({
    service: z.enum(['discord', 'linear']),
    kind: z.enum(['status', 'slow', 'drop', 'lost', 'malformed', 'refuse']),
    status: z.int().min(400).max(599).optional(),
    delayMs: ms.optional(),
    retryAfterMs: ms.optional(),
    scope: z.enum(['user', 'shared', 'global']).optional(),
    route: z.string().min(1).optional(),
    match: z.string().min(1).optional(),
    times: z.int().min(1).optional(),
  })
  .refine((one) => one.kind !== 'status' || one.status !== undefined, {
    path: ['status'],
    message: 'kind "status" wants a status',
  })
  .refine((one) => one.kind !== 'slow' || one.delayMs !== undefined, {
    path: ['delayMs'],
    message: 'kind "slow" wants delayMs',
  })
  .refine((one) => one.scope === undefined || (one.service === 'discord' && one.status === 429), {
    path: ['scope'],
    message: 'only a 429 of Discord has a scope',
  })
  .superRefine(({ service, route }, context) => {
    if (route === undefined || faultRoute(service, route) !== null) return;
    context.addIssue({ code: 'custom', path: ['route'], message: `one of ${faultRouteNames(service).join(', ')}` });
  });

const typing = z.strictObject({
  as: z.string().min(1),
  line: z.string().min(1),
  channel: z.string().min(1).optional(),
  waitMs: ms.optional(),
});

const sender = z.enum(['linear', 'github', 'vercel']);

interface Call {
  readonly parts: ControlParts;
  readonly body: unknown;
  readonly query: URLSearchParams;
}

type Handler = (call: Call) => unknown;

const HANDLERS: Readonly<Record<string, Handler>> = {
  'GET /health': ({ parts }) => ({
    status: 'ok',
    discord: {
      apiUrl: parts.discord.apiUrl,
      connections: parts.discord.gateway.connections(),
      sessions: parts.discord.gateway.sessions.map(({ isConnected, sequence, resumes }) => ({
        isConnected,
        sequence,
        resumes,
      })),
      identifiesLeft: parts.discord.gateway.identifiesLeft(),
    },
    others: parts.others ?? {},
  }),
  'GET /faults': ({ parts }) => parts.faults.list(),
  'POST /faults': ({ parts, body }) => {
    parts.faults.add(defined(parsed(fault, body)) as Fault);
    return parts.faults.list();
  },
  'DELETE /faults': ({ parts, query }) => {
    const service = parsed(z.enum(['discord', 'linear']).optional(), query.get('service') ?? undefined);
    if (service === undefined) parts.faults.clear();
    else parts.faults.clear(service);
    return parts.faults.list();
  },
  'GET /time': ({ parts }) => timeOf(travelling(parts).clock),
  'POST /time': async ({ parts, body }) => {
    const { to } = parsed(z.strictObject({ to: z.string().max(200) }), body);
    const { clock, travel } = travelling(parts);
    await travel(to);
    return timeOf(clock);
  },
  'POST /gateway/drop': ({ parts }) => act(parts, () => parts.discord.gateway.drop()),
  'POST /gateway/reconnect': ({ parts }) => act(parts, () => parts.discord.gateway.reconnect()),
  'POST /gateway/invalid-session': ({ parts, body }) => {
    const { resumable } = parsed(z.strictObject({ resumable: z.boolean().default(false) }), body ?? {});
    return act(parts, () => parts.discord.gateway.invalidateSession({ resumable }));
  },
  'POST /gateway/refuse': ({ parts, body }) => {
    const { forMs } = parsed(z.strictObject({ forMs: ms }), body);
    return act(parts, () => parts.discord.gateway.refuse(forMs));
  },
  'POST /type': ({ parts, body }) => {
    const { as, line, ...acting } = parsed(typing, body);
    return parts.discord.person(as).type(line, defined(acting));
  },
  'GET /interactions': ({ parts }) => parts.discord.interactions,
  'GET /events': () => EVENTS.map(({ name, says, options }) => ({ name, says, options })),
  'POST /events': ({ parts, body }) => {
    const { line } = parsed(z.strictObject({ line: z.string().min(1) }), body);
    return { says: senders(parts).fire(line) };
  },
  'GET /webhooks': ({ parts }) => senders(parts).deliveries(),
  'POST /webhooks/lose': ({ parts, body }) => {
    const asked = parsed(z.strictObject({ sender, isLosing: z.boolean() }), body);
    senders(parts).couriers[asked.sender].lose(asked.isLosing);
    return asked;
  },
  'POST /webhooks/enable': ({ parts, body }) => {
    const asked = parsed(z.strictObject({ sender }), body);
    senders(parts).couriers[asked.sender].enable();
    return asked;
  },
  'POST /webhooks/redeliver': ({ parts, body }) => {
    const asked = parsed(z.strictObject({ sender, deliveryId: z.string().min(1) }), body);
    if (senders(parts).couriers[asked.sender].redeliver(asked.deliveryId)) return asked;
    throw invalid(`${asked.sender} has no delivery ${asked.deliveryId}.`, 'GET /webhooks lists them.');
  },
};

/** Starts the HTTP API with which scripts steer the sandbox: faults, gateway troubles, typing as a member. */
export async function startControl(parts: ControlParts): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    void answer(parts, request).then(({ status, body }) =>
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body)),
    );
  });
  await listenOn(server, parts.port ?? 0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function answer(parts: ControlParts, request: IncomingMessage): Promise<{ status: number; body: unknown }> {
  const url = requestUrl(request.url);
  try {
    // A page in a browser must not steer the sandbox: it cannot send JSON elsewhere without asking first.
    if (request.headers.origin !== undefined)
      throw invalid('Requests from web pages are not taken.', 'Use curl or a script.');
    // Nor may a page whose name was made to mean this machine: a browser sends no origin when it reads from its own.
    if (!LOOPBACK_HOST.test(request.headers.host ?? ''))
      throw invalid('Requests for another host are not taken.', 'Use the address that the sandbox printed.');
    const handler = HANDLERS[`${request.method} ${url.pathname}`];
    if (!handler) return { status: 404, body: { problem: 'There is no such route.', routes: Object.keys(HANDLERS) } };
    return { status: 200, body: await handler({ parts, body: await readJson(request), query: url.searchParams }) };
  } catch (error) {
    if (!(error instanceof AppError)) return { status: 500, body: { problem: String(error) } };
    const { says, hint } = explain(error.code, error.facts);
    return { status: 400, body: { problem: says, wanted: hint } };
  }
}

function parsed<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw invalid('The request is not understood.', z.prettifyError(result.error));
}

/** Without keys that are undefined, as exact optional properties want it. */
function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

function senders({ webhooks }: ControlParts): WebhookSandbox {
  if (webhooks) return webhooks;
  throw invalid('This sandbox sends no webhooks.', 'Use the one that "npm run demo -- --control 0" starts.');
}

function travelling({ time }: ControlParts): Pick<House, 'clock' | 'travel'> {
  if (time) return time;
  throw invalid('This sandbox cannot travel in time.', 'Use the one that "npm run demo -- --control 0" starts.');
}

function timeOf(clock: TravelClock): { now: string; aheadMs: number } {
  return { now: clock.now().toISOString(), aheadMs: clock.aheadMs };
}

function act({ discord }: ControlParts, go: () => void): { connections: number } {
  const connections = discord.gateway.connections();
  go();
  return { connections };
}
