import type { Clock } from '../shared/clock.ts';
import type { HealthBoard, ServiceHealth } from '../shared/health-board.ts';

/** Without these the bot is of no use to anybody: the names that the health board knows them by. */
const VITAL_SERVICES = ['database', 'discord'] as const;

/** One thing that a release must be able to do before it gets the traffic. */
export interface ReadinessCheck {
  readonly name: string;
  readonly isReady: boolean;
  /** One sentence for the operator: what was found, or what is missing. No secrets. */
  readonly detail: string;
}

/** Looks at everything that readiness means (version, schema, a write to the database). May be asked at any time. */
export type ReadinessProbe = () => Promise<readonly ReadinessCheck[]>;

export interface HealthSources {
  readonly version: string;
  readonly startedAt: Date;
  readonly clock: Clock;
  readonly board: HealthBoard;
}

export interface HealthAnswer {
  readonly status: number;
  readonly body: string;
}

/**
 * Answers `/health` without waiting for anything. `ok` and `degraded` are 200; `down` (a vital service is down, still
 * starting or unheard of) is 503. Details are for callers on this machine.
 *
 * A vital service that is `off` is on standby here, and another process has it: degraded, not down.
 */
export function healthTeller(sources: HealthSources): (options: { readonly isLocal: boolean }) => HealthAnswer {
  const last: { local?: Told; remote?: Told } = {};
  return ({ isLocal }) => {
    const services = sources.board.all();
    const seconds = Math.max(0, Math.floor((sources.clock.now().getTime() - sources.startedAt.getTime()) / 1000));
    const audience = isLocal ? 'local' : 'remote';
    const before = last[audience];
    if (before && before.seconds === seconds && isSame(before.services, services)) return before.answer;
    const answer = answerFor(sources.version, seconds, { services, isLocal });
    last[audience] = { seconds, services, answer };
    return answer;
  };
}

/** An answer, and what it was made from: nothing else can change it. */
interface Told {
  readonly seconds: number;
  readonly services: readonly ServiceHealth[];
  readonly answer: HealthAnswer;
}

/** A service's entry on the board is replaced when it changes. */
function isSame(some: readonly ServiceHealth[], others: readonly ServiceHealth[]): boolean {
  return some.length === others.length && some.every((service, index) => service === others[index]);
}

function answerFor(
  version: string,
  uptimeSeconds: number,
  { services, isLocal }: { readonly services: readonly ServiceHealth[]; readonly isLocal: boolean },
): HealthAnswer {
  const status = overall(services);
  const shown = services.map(({ name, state, since, detail }) => ({ name, state, since, ...(isLocal && { detail }) }));
  const body = JSON.stringify({ status, version, uptimeSeconds, services: shown });
  return { status: status === 'down' ? 503 : 200, body };
}

function overall(services: readonly ServiceHealth[]): 'ok' | 'degraded' | 'down' {
  const vital = VITAL_SERVICES.map((name) => services.find((service) => service.name === name)?.state ?? 'down');
  if (vital.some((state) => state === 'down' || state === 'starting')) return 'down';
  const isWhole = services.every(({ name, state }) => state === 'on' || (state === 'off' && !isVital(name)));
  return isWhole ? 'ok' : 'degraded';
}

function isVital(name: string): boolean {
  return VITAL_SERVICES.some((vital) => vital === name);
}

/**
 * Answers `/health/ready` from the probe. Callers that come while it is being asked share its answer, so that many of
 * them are no more work than one; a probe that fails or takes too long is an answer too.
 */
export function readinessTeller(
  probe: ReadinessProbe,
  options: { readonly version: string; readonly timeoutMs: number },
): (audience: { readonly isLocal: boolean }) => Promise<HealthAnswer> {
  let running: Promise<readonly ReadinessCheck[]> | null = null;
  const ask = (): Promise<readonly ReadinessCheck[]> => {
    running ??= askInTime(probe, options.timeoutMs).finally(() => {
      running = null;
    });
    return running;
  };
  return async ({ isLocal }) => {
    const checks = await ask();
    const isReady = checks.every((check) => check.isReady);
    const shown = checks.map(({ detail, ...check }) => (isLocal ? { ...check, detail } : check));
    const body = JSON.stringify({ status: isReady ? 'ready' : 'not-ready', version: options.version, checks: shown });
    return { status: isReady ? 200 : 503, body };
  };
}

async function askInTime(probe: ReadinessProbe, timeoutMs: number): Promise<readonly ReadinessCheck[]> {
  const failed = (detail: string): readonly ReadinessCheck[] => [{ name: 'probe', isReady: false, detail }];
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly ReadinessCheck[]>((resolve) => {
    timer = setTimeout(() => resolve(failed(`No answer within ${timeoutMs} ms.`)), timeoutMs);
  });
  try {
    return await Promise.race([probe(), late]);
  } catch (error) {
    return failed(`The probe failed: ${error instanceof Error ? error.name : 'unknown error'}.`);
  } finally {
    clearTimeout(timer);
  }
}
