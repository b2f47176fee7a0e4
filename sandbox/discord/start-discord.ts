import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, systemClock } from '../../src/shared/clock.ts';
import { AppError } from '../../src/shared/errors/app-error.ts';
import type { Faults } from '../faults.ts';
import { listenOn } from '../listen-on.ts';
import type { Recorder } from '../record.ts';
import { BotToken } from './bot-token.ts';
import type { Core } from './core.ts';
import { SandboxEvents } from './events.ts';
import { broadcastWorld } from './gateway/broadcast.ts';
import { Gateway, type GatewayControl } from './gateway/gateway.ts';
import { IdentifyBudget } from './gateway/identify-budget.ts';
import { Sessions } from './gateway/sessions.ts';
import { CommandBook } from './interactions/command-book.ts';
import { InteractionBook } from './interactions/interaction-book.ts';
import type { InteractionTrace } from './interactions/trace.ts';
import { Moderation } from './people/moderation.ts';
import { DiscordPerson } from './people/person.ts';
import { AttachmentStore } from './rest/attachments.ts';
import { RestServer } from './rest/server.ts';
import { SnowflakeMint } from './snowflake.ts';
import { acmeRobotics } from './world/acme.ts';
import { EMPTY_CONTENT, MessageBook } from './world/message-book.ts';
import type { WorldSeed } from './world/model.ts';
import { World } from './world/world.ts';

export interface DiscordOptions {
  readonly clock?: Clock;
  readonly recorder?: Recorder;
  readonly faults?: Faults;
  /** Default: a free one. */
  readonly port?: number;
  /** Discord's is 3,000. */
  readonly ackDeadlineMs?: number;
  readonly heartbeatIntervalMs?: number;
  /** Milliseconds that only go forward: for rate limits and heartbeats. A test that does not want to wait lets them run. */
  readonly elapsedMs?: () => number;
  /** IDENTIFYs per day; Discord's is 1,000. */
  readonly identifyBudget?: number;
  /** Least time between two IDENTIFYs; Discord's is 5,000. */
  readonly identifyIntervalMs?: number;
  /** How long a session waits for its client to come back; Discord says "a few minutes". */
  readonly sessionLifetimeMs?: number;
  /** How many events a session keeps for a client that is away. */
  readonly replayBuffer?: number;
  readonly botToken?: string;
  /** Bits of the privileged intents that are switched on; a new application of Discord has none. */
  readonly privilegedIntents?: number;
  readonly world?: WorldSeed;
  /** Makes interaction tokens and session ids; at least 32 characters, never the same twice. */
  readonly newSecret?: () => string;
}

export interface DiscordSandbox {
  /** For `new REST({ api: apiUrl, version: '10' })`. */
  readonly apiUrl: string;
  readonly gatewayUrl: string;
  readonly botToken: string;
  readonly applicationId: string;
  readonly guildId: string;
  readonly world: World;
  /** By user name or display name; throws INPUT_INVALID with the names that there are. */
  person(name: string): DiscordPerson;
  people(): readonly DiscordPerson[];
  readonly moderation: Moderation;
  readonly gateway: GatewayControl;
  /** Every interaction of this run with its history; the entries stay up to date. */
  readonly interactions: readonly InteractionTrace[];
  /** Listens to what happens; returns the function that ends it. */
  readonly on: SandboxEvents['on'];
  close(): Promise<void>;
}

/** Starts the local Discord on 127.0.0.1. */
export async function startDiscord(options: DiscordOptions = {}): Promise<DiscordSandbox> {
  const seed = options.world ?? acmeRobotics();
  const core = buildCore(seed, options);
  broadcastWorld(core);
  greet(core, seed);
  const gateway = new Gateway(core, {
    heartbeatIntervalMs: options.heartbeatIntervalMs ?? 41_250,
    ...(options.recorder ? { recorder: options.recorder } : {}),
  });
  const rest = new RestServer(core, {
    ...(options.faults ? { faults: options.faults } : {}),
    ...(options.recorder ? { recorder: options.recorder } : {}),
  });
  const server = createServer((request, response) => {
    rest.serve(request, response).catch((error: unknown) => {
      // A defect of the sandbox itself: say it where the developer looks.
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      if (!response.headersSent) response.writeHead(500, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ message: `The local Discord broke: ${message}`, code: 0 }));
    });
  });
  server.on('upgrade', (request, socket, head) => gateway.upgrade(request, socket, head));
  await listenOn(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  core.addresses.apiUrl = `http://127.0.0.1:${port}/api`;
  core.addresses.gatewayUrl = `ws://127.0.0.1:${port}`;
  return sandbox(core, gateway, server);
}

function buildCore(seed: WorldSeed, options: DiscordOptions): Core {
  const clock = options.clock ?? systemClock;
  const elapsedMs = options.elapsedMs ?? ((): number => performance.now());
  const newSecret = options.newSecret ?? ((): string => randomBytes(32).toString('hex'));
  const events = new SandboxEvents();
  const mint = new SnowflakeMint(clock);
  const world = new World(seed);
  const messages = new MessageBook({ world, mint, clock, events });
  const addresses = { apiUrl: '', gatewayUrl: '' };
  const ackDeadlineMs = options.ackDeadlineMs ?? 3000;
  return {
    clock,
    elapsedMs,
    newSecret,
    mint,
    world,
    messages,
    events,
    addresses,
    commands: new CommandBook({ mint, clock, applicationId: world.applicationId }),
    interactions: new InteractionBook({ mint, clock, elapsedMs, newSecret, events, messages, ackDeadlineMs }),
    sessions: new Sessions({
      lifetimeMs: options.sessionLifetimeMs ?? 180_000,
      bufferSize: options.replayBuffer ?? 2000,
    }),
    budget: new IdentifyBudget({
      clock,
      elapsedMs,
      total: options.identifyBudget ?? 1000,
      intervalMs: options.identifyIntervalMs ?? 5000,
    }),
    attachments: new AttachmentStore(mint, () => addresses.apiUrl.replace(/\/api$/, '/cdn')),
    token: new BotToken(options.botToken ?? 'sandbox-bot-token'),
    privilegedIntents: options.privilegedIntents ?? 0,
  };
}

/** The few messages that are there from the start; nobody is connected yet who could be told. */
function greet({ messages }: Core, { greetings }: WorldSeed): void {
  for (const { channelId, authorId, text } of greetings) {
    messages.create({ channelId, authorId, body: { ...EMPTY_CONTENT, content: text } });
  }
}

function sandbox(core: Core, gateway: Gateway, server: Server): DiscordSandbox {
  const people = core.world
    .users()
    .filter(({ isBot }) => !isBot)
    .map((user) => new DiscordPerson(core, user));
  return {
    apiUrl: core.addresses.apiUrl,
    gatewayUrl: core.addresses.gatewayUrl,
    botToken: core.token.text,
    applicationId: core.world.applicationId,
    guildId: core.world.guild.id,
    world: core.world,
    gateway,
    moderation: new Moderation(core),
    people: () => people,
    person(name) {
      const user = core.world.userNamed(name);
      const person = people.find(({ id }) => id === user?.id);
      if (person) return person;
      const names = people.map((one) => one.name).join(', ');
      const facts = { problem: `There is no member "${name}".`, wanted: `One of: ${names}.` };
      throw new AppError('INPUT_INVALID', { facts });
    },
    get interactions() {
      return core.interactions.all();
    },
    on: (name, listener) => core.events.on(name, listener),
    async close() {
      core.interactions.close();
      gateway.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
