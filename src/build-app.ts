import { linearIssueTracker } from './adapters/linear/issue-tracker.ts';
import { offIssueTracker } from './adapters/linear/off.ts';
import { promMetrics } from './adapters/prom-metrics/prom-metrics.ts';
import { openStore } from './adapters/sqlite/open-store.ts';
import type { GatewayTerms, Started } from './bot/gateway-terms.ts';
import { watchAudit } from './bot/watch-audit.ts';
import { makeDiscord } from './build/discord.ts';
import { featurePorts } from './build/features.ts';
import type { AppOptions, Floor, Tracker } from './build/floor.ts';
import { gatewayTerms } from './build/gateway.ts';
import { makeOutbox } from './build/outbox.ts';
import { scheduleCompanions } from './build/schedule.ts';
import { makeReceiver, makeReconciler, makeWorker } from './build/webhooks.ts';
import type { ReadinessCheck } from './http/health.ts';
import { type HttpServer, startHttp } from './http/server.ts';
import type { Companion } from './ports/companion.ts';
import type { Metrics } from './ports/metrics.ts';
import type { ReceiveWebhook } from './ports/webhook-sender.ts';
import type { Settings } from './settings/parse-settings.ts';
import { type Clock, systemClock } from './shared/clock.ts';
import { HealthBoard } from './shared/health-board.ts';
import { newReference } from './shared/ids.ts';
import type { Worker } from './webhooks/work.ts';

/** The service, put together. */
export interface App {
  /** Resolves when this process serves: as the owner of the gateway, or on standby behind another one. */
  start(): Promise<Started>;
  /** In reverse order; takes little longer than STOP_TIMEOUT_MS at the most. */
  stop(): Promise<void>;
}

/** Makes everything and connects it; nothing runs before `start`. The only place that knows everyone. */
export async function buildApp(options: AppOptions): Promise<App> {
  const { settings, log, startedAt, fontDir } = options;
  const clock = systemClock;
  const health = new HealthBoard(clock);
  const metrics = promMetrics();
  metrics.set('onomancer_up_since_seconds', {}, startedAt.getTime() / 1000);
  // In the order in which people read them.
  health.tell('discord', 'starting', 'Not connected yet.');
  const tracker = makeTracker(settings, { clock, metrics, health });
  const store = await openStore({ dataDir: settings.paths.dataDir, clock, log });
  health.tell('database', 'on', 'Writes are durable.');
  const discord = makeDiscord(settings.discord, { fontDir, metrics, health });
  const floor: Floor = { ...options, clock, health, metrics, store, tracker, discord };
  const features = featurePorts(floor, () => worker.nudge());
  const worker = makeWorker(floor, features);
  const companions = [...companionsOf(floor, worker), ...scheduleCompanions(floor, features.later.receive)];
  const terms = gatewayTerms(floor, { features, companions, onReceived: () => worker.nudge() });
  return makeApp(floor, { terms, receiveWebhook: makeReceiver(floor, () => worker.received()) });
}

/** Who works on what comes in, while this process owns the gateway. */
function companionsOf(floor: Floor, worker: Worker): readonly Companion[] {
  const reconciler = makeReconciler(floor, () => worker.nudge());
  return [makeOutbox(floor), worker, ...(reconciler ? [reconciler] : [])];
}

function makeTracker(settings: Settings, ports: { clock: Clock; metrics: Metrics; health: HealthBoard }): Tracker {
  const { token, apiUrl } = settings.linear;
  if (token) return linearIssueTracker({ apiUrl, apiKey: token, ...ports });
  ports.health.tell('linear', 'off', 'LINEAR_API_TOKEN is not set.');
  return offIssueTracker();
}

/** The ways in: from Discord, and by HTTP. */
interface WaysIn {
  readonly terms: GatewayTerms;
  readonly receiveWebhook: ReceiveWebhook;
}

function makeApp(floor: Floor, { terms, receiveWebhook }: WaysIn): App {
  const { settings, log, store, tracker } = floor;
  let http: HttpServer | null = null;
  let auditWatch: ReturnType<typeof watchAudit> | null = null;
  return {
    async start() {
      http = await startHttp({ ...httpOptions(floor), receiveWebhook });
      log.info('http.listening', { address: http.address });
      const how = await terms.start();
      // Loading Linear's SDK takes a while; nobody in Discord should wait for it, nor should the connection.
      void tracker.warmUp?.();
      auditWatch = watchAudit({ audit: store.audit, log, health: floor.health });
      return how;
    },
    async stop() {
      auditWatch?.stop();
      await terms.stop(settings.stopTimeoutMs);
      await http?.close();
      await store.close();
    },
  };
}

function httpOptions(floor: Floor): Omit<Parameters<typeof startHttp>[0], 'receiveWebhook'> {
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
