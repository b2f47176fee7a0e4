import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, systemClock } from '../../src/shared/clock.ts';
import type { NewId } from '../../src/shared/ids.ts';
import { Faults } from '../faults.ts';
import { listenOn } from '../listen-on.ts';
import type { Recorder } from '../record.ts';
import { Api } from './api.ts';
import { Changes } from './changes.ts';
import { LinearPerson } from './person.ts';
import { type Limits, Quota } from './rate-limit.ts';
import { loadSchema } from './schema.ts';
import { LinearServer } from './server.ts';
import { LinearStore } from './store.ts';
import type { Workspace } from './workspace.ts';
import { acmeWorkspace } from './workspace-acme.ts';

export interface LinearOptions {
  readonly clock?: Clock;
  /** What Linear holds; Acme Robotics when not given. Mutations change it. */
  readonly workspace?: Workspace;
  readonly recorder?: Recorder;
  readonly faults?: Faults;
  /** 0 or nothing: any free port. */
  readonly port?: number;
  readonly apiKey?: string;
  /** Rate limits; Linear's own when not given. */
  readonly limits?: Partial<Limits>;
  readonly newId?: NewId;
}

export interface LinearSandbox {
  /** Give it to `new LinearClient({ apiKey, apiUrl })`. */
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly workspace: Workspace;
  readonly store: LinearStore;
  /** Tells of each change, whoever makes it. */
  readonly changes: Changes;
  /** Somebody who works in Linear's app, by short name. */
  person(name: string): LinearPerson;
  /** Ends all connections. */
  close(): Promise<void>;
}

/** The key that the sandbox accepts when nobody chose one. */
export const SANDBOX_API_KEY = 'lin_api_sandbox_only';

/** A Linear on 127.0.0.1 that speaks Linear's GraphQL over plain HTTP, which the SDK allows for loopback addresses. */
export async function startLinear(options: LinearOptions = {}): Promise<LinearSandbox> {
  const clock = options.clock ?? systemClock;
  const workspace = options.workspace ?? acmeWorkspace({ now: clock.now() });
  const apiKey = options.apiKey ?? SANDBOX_API_KEY;
  const changes = new Changes();
  const quota = new Quota(clock, options.limits);
  const store = new LinearStore(workspace, clock);
  const world = { store, quota, changes, newId: options.newId ?? randomUUID };
  const api = new Api(loadSchema(), { ...world, actorId: workspace.viewerId }, apiKey);
  const faults = options.faults ?? new Faults();
  const linear = new LinearServer({ api, clock, faults, quota, recorder: options.recorder ?? null });
  const server = createServer((request, response) => void linear.handle(request, response));
  server.on('connection', (socket) => {
    if (linear.isDown()) socket.destroy();
  });
  await listenOn(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      linear.stop();
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    apiUrl: `http://127.0.0.1:${port}/graphql`,
    apiKey,
    workspace,
    store,
    changes,
    person: (name) => new LinearPerson(world, name),
    close,
  };
}
