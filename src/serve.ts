import { dirname, join } from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import { type PinoLog, pinoLog } from './adapters/pino-log/pino-log.ts';
import type { App } from './build-app.ts';
import { checkTokens } from './check-tokens.ts';
import { settingsOrExit, stopWith } from './settings-or-exit.ts';
import { systemClock } from './shared/clock.ts';
import { toAppError } from './shared/errors/app-error.ts';
import { CATALOGUE, explain } from './shared/errors/catalogue.ts';
import { logFileIn } from './shared/paths.ts';

/** A stop that hangs is ended: STOP_TIMEOUT_MS for the interactions, and this for everything after them. */
const STOP_GRACE_MS = 8_000;

/** The service: settings → parts → run, until a signal asks it to stop; then in reverse order. */
export async function serve({
  distDir,
  startedAt,
}: {
  readonly distDir: string;
  readonly startedAt: Date;
}): Promise<void> {
  const { settings, notes } = settingsOrExit(dirname(distDir));
  // Discord and Linear take their time to answer; the rest of the program is loaded meanwhile.
  const [problems, { buildApp }] = await Promise.all([checkTokens(settings), import('./build-app.ts')]);
  if (problems.length > 0) stopWith(problems);

  const { logDir } = settings.paths;
  const log = pinoLog({
    level: settings.logLevel,
    secrets: settings.secrets,
    clock: systemClock,
    file: logDir === null ? null : logFileIn(logDir),
  });
  const service = new Service(log, settings.stopTimeoutMs + STOP_GRACE_MS);
  service.listenToSignals();
  for (const note of notes) log.warn('settings.note', { note });
  const version = versionOf(settings.releaseId);
  log.info('starting', { version, node: process.version, pid: process.pid });
  try {
    const app = await buildApp({
      settings,
      log,
      version,
      startedAt,
      fontDir: join(distDir, 'fonts'),
      onLost: (reason) => service.lost(reason),
    });
    await service.run(app);
  } catch (error) {
    service.die(error);
  }
}

/** With the release as build metadata: `0.1.0+20261125-2130-b49154d`. */
function versionOf(releaseId: string | null): string {
  return releaseId === null ? packageJson.version : `${packageJson.version}+${releaseId}`;
}

/** Runs the app and ends the process, each way of ending once. */
class Service {
  readonly #log: PinoLog;
  readonly #stopWithinMs: number;
  #app: App | null = null;
  #isStopping = false;

  constructor(log: PinoLog, stopWithinMs: number) {
    this.#log = log;
    this.#stopWithinMs = stopWithinMs;
  }

  listenToSignals(): void {
    // PM2 stops with SIGINT, systemd with SIGTERM; logrotate asks with SIGHUP for a new file.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void this.stop(signal, 0));
    process.on('SIGHUP', () => this.#log.reopen());
    process.on('uncaughtException', (error) => this.die(error));
    process.on('unhandledRejection', (error) => this.die(error));
  }

  async run(app: App): Promise<void> {
    this.#app = app;
    const state = await app.start();
    this.#log.info('ready', { how: state });
    // For PM2 (`wait_ready`), and for whoever started us with a channel.
    process.send?.('ready');
  }

  async stop(why: string, exitCode: number): Promise<void> {
    if (this.#isStopping) return;
    this.#isStopping = true;
    this.#log.info('stopping', { why });
    setTimeout(() => this.#end('stop-timed-out', CATALOGUE.INTERNAL.exitCode), this.#stopWithinMs).unref();
    try {
      await this.#app?.stop();
      this.#end('stopped', exitCode);
    } catch (error) {
      this.#log.error('stop-failed', { error: toAppError(error) });
      this.#end('stopped', CATALOGUE.INTERNAL.exitCode);
    }
  }

  /** Discord or a successor took the gateway away: everything else is put in order, then the keeper starts us anew. */
  lost(reason: 'fenced' | Error): void {
    const error = reason === 'fenced' ? null : toAppError(reason);
    if (error) this.#log.error('gateway.lost', { error });
    void this.stop(
      error ? error.code : 'another process owns the gateway',
      error ? CATALOGUE[error.code].exitCode : CATALOGUE.STOPPING.exitCode,
    );
  }

  /** What nobody expected: said in the log and to the terminal, and the process ends. Interactions under way are taken up by the next one. */
  die(cause: unknown): never {
    const error = toAppError(cause);
    this.#log.error('fatal', { error });
    const { says, hint } = explain(error.code, error.facts);
    process.stderr.write(`${says}\n${hint}\n`);
    this.#log.flush();
    process.exit(CATALOGUE[error.code].exitCode);
  }

  #end(event: string, exitCode: number): never {
    this.#log.info(event, { exitCode });
    this.#log.flush();
    process.exit(exitCode);
  }
}
