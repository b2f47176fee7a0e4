import { discordGateway, reviveArrival } from './adapters/discord/gateway.ts';
import { discordRest } from './adapters/discord/rest.ts';
import { RoleDirectory } from './adapters/discord/role-directory.ts';
import { isGone, thisProcess } from './adapters/host/process-identity.ts';
import { linearIssueTracker } from './adapters/linear/issue-tracker.ts';
import { offIssueTracker } from './adapters/linear/off.ts';
import { promMetrics } from './adapters/prom-metrics/prom-metrics.ts';
import { openStore } from './adapters/sqlite/open-store.ts';
import { Dispatcher } from './bot/dispatch.ts';
import { GatewayOwner } from './bot/gateway-owner.ts';
import { makeGuard, onlyIn, SUGGESTION_LIMIT } from './bot/guard.ts';
import { Journal } from './bot/journal.ts';
import { RateLimiter } from './bot/rate-limit.ts';
import { watchAudit } from './bot/watch-audit.ts';
import { COMMANDS } from './features/registry.ts';
import type { ReadinessCheck } from './http/health.ts';
import { type HttpServer, startHttp } from './http/server.ts';
import type { Command, FeaturePorts } from './ports/command.ts';
import type { IssueTracker } from './ports/issue-tracker.ts';
import type { Log } from './ports/log.ts';
import type { Metrics } from './ports/metrics.ts';
import { noPictures } from './ports/pictures.ts';
import type { Store } from './ports/store.ts';
import type { Settings } from './settings/parse-settings.ts';
import { type Clock, systemClock } from './shared/clock.ts';
import { HealthBoard } from './shared/health-board.ts';
import { newReference } from './shared/ids.ts';

export interface AppOptions {
  readonly settings: Settings;
  readonly log: Log;
  readonly version: string;
  readonly startedAt: Date;
  /** The gateway is lost for good: the process should end, so that its keeper starts it anew. */
  readonly onLost: (reason: 'fenced' | Error) => void;
}

/** The service, put together. */
export interface App {
  /** Resolves when this process serves: as the owner of the gateway, or on standby behind another one. */
  start(): Promise<'resumed' | 'identified' | 'standby'>;
  /** In reverse order; takes little longer than STOP_TIMEOUT_MS at the most. */
  stop(): Promise<void>;
}

/** What everything else is made with. */
interface Floor extends AppOptions {
  readonly clock: Clock;
  readonly health: HealthBoard;
  readonly metrics: ReturnType<typeof promMetrics>;
  readonly store: Store;
  readonly tracker: Tracker;
}

type Tracker = IssueTracker & { warmUp?(): Promise<void> };

/** Makes everything and connects it; nothing runs before `start`. The only place that knows everyone. */
export async function buildApp(options: AppOptions): Promise<App> {
  const { settings, log, startedAt } = options;
  const clock = systemClock;
  const health = new HealthBoard(clock);
  const metrics = promMetrics();
  metrics.set('onomancer_up_since_seconds', {}, startedAt.getTime() / 1000);
  // In the order in which people read them.
  health.tell('discord', 'starting', 'Not connected yet.');
  const tracker = makeTracker(settings, { clock, metrics, health });
  const store = await openStore({ dataDir: settings.paths.dataDir, clock, log });
  health.tell('database', 'on', 'Writes are durable.');
  const floor: Floor = { ...options, clock, health, metrics, store, tracker };
  return makeApp(floor, makeOwner(floor));
}

function makeTracker(settings: Settings, ports: { clock: Clock; metrics: Metrics; health: HealthBoard }): Tracker {
  const { token, apiUrl } = settings.linear;
  if (token) return linearIssueTracker({ apiUrl, apiKey: token, ...ports });
  ports.health.tell('linear', 'off', 'LINEAR_API_TOKEN is not set.');
  return offIssueTracker();
}

function makeOwner(floor: Floor): GatewayOwner {
  const { settings, log, clock, health, metrics, store, onLost } = floor;
  const { apiUrl, botToken: token } = settings.discord;
  const { rest, api } = discordRest({ apiUrl, token, metrics });
  const pictures = noPictures;
  const roles = new RoleDirectory(api);
  const commandLimiter = new RateLimiter(settings.rateLimit, clock);
  const limiters = { commands: commandLimiter, suggestions: new RateLimiter(SUGGESTION_LIMIT, clock) };
  const guard = onlyIn(settings.discord.guildId, makeGuard(settings.roles, roles, limiters));
  const commands: ReadonlyMap<string, Command> = new Map(COMMANDS.map((command) => [command.spec.name, command]));
  const features = makeFeaturePorts(floor);
  return new GatewayOwner({
    store: store.gateway,
    gateway: discordGateway({ rest, api, pictures, token, clock, log, metrics, health, roles }),
    identity: thisProcess(newReference),
    isGone,
    clock,
    log,
    health,
    revive: (taken) => reviveArrival({ api, pictures }, taken),
    makeTurnTakers: (epoch, onFenced) => {
      // A resumed session brings no roles; asked for now, they do not hold up the first command. Without them ids still count.
      if (settings.discord.guildId !== null) void roles.load(settings.discord.guildId).catch(() => undefined);
      const journal = new Journal(epoch, { gateway: store.gateway, log, metrics, health, onFenced });
      return {
        journal,
        dispatcher: new Dispatcher({ commands, features, guard, journal, log, metrics, clock, newReference }),
      };
    },
    companions: [],
    onLost,
  });
}

function makeFeaturePorts({ settings, version, startedAt, clock, health, store, tracker }: Floor): FeaturePorts {
  return {
    tracker,
    links: store.links,
    preferences: store.preferences,
    channels: settings.channels,
    clock,
    commands: () => COMMANDS.map(({ spec }) => spec),
    services: () => health.all(),
    about: { version, startedAt },
    defaultTeam: settings.linear.defaultTeam,
  };
}

function makeApp(floor: Floor, owner: GatewayOwner): App {
  const { settings, log, store, tracker, onLost } = floor;
  let http: HttpServer | null = null;
  let auditWatch: ReturnType<typeof watchAudit> | null = null;
  return {
    async start() {
      http = await startHttp(httpOptions(floor));
      log.info('http.listening', { address: http.address });
      const serving = new Promise<'resumed' | 'identified' | 'standby'>((resolve) => {
        owner
          .start(() => resolve('standby'))
          .then((how) => how && resolve(how))
          .catch((error: unknown) => onLost(error instanceof Error ? error : new Error(String(error))));
      });
      const how = await serving;
      // Loading Linear's SDK takes a while; nobody in Discord should wait for it, nor should the connection.
      void tracker.warmUp?.();
      auditWatch = watchAudit({ audit: store.audit, log, health: floor.health });
      return how;
    },
    async stop() {
      auditWatch?.stop();
      await owner.stop(settings.stopTimeoutMs);
      await http?.close();
      await store.close();
    },
  };
}

function httpOptions(floor: Floor): Parameters<typeof startHttp>[0] {
  const { settings, log, version, startedAt, clock, health, metrics } = floor;
  return {
    listen: settings.http.listen,
    corsOrigins: settings.http.corsOrigins,
    probe: () => readiness(floor),
    metrics,
    renderMetrics: () => metrics.render(),
    log,
    newReference,
    version,
    startedAt,
    clock,
    board: health,
  };
}

/** Ready means: the database takes a write, and the gateway is ours or we stand by for it. */
async function readiness({ store, health }: Floor): Promise<readonly ReadinessCheck[]> {
  const discord = health.of('discord');
  const isConnected = discord?.state === 'on' || discord?.state === 'off';
  const write = await store.probe.write().then(
    () => ({ isReady: true, detail: 'A row was written.' }),
    (error: unknown) => ({
      isReady: false,
      detail: `A row could not be written: ${error instanceof Error ? error.message : 'unknown'}.`,
    }),
  );
  return [
    { name: 'database-write', ...write },
    { name: 'schema', isReady: true, detail: `Schema ${store.probe.schemaVersion}.` },
    { name: 'gateway', isReady: isConnected, detail: discord?.detail ?? 'Not connected yet.' },
  ];
}
