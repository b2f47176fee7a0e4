import type { ChangeFinder, MissedChange } from '../ports/change-finder.ts';
import type { Companion } from '../ports/companion.ts';
import type { InboxStore, NewDelivery } from '../ports/inbox.ts';
import type { Log } from '../ports/log.ts';
import type { Metrics } from '../ports/metrics.ts';
import { ownDelivery } from '../ports/own-delivery.ts';
import { type ReconciliationStore, SAME_CHANGE_WITHIN_MS } from '../ports/reconciliation.ts';
import type { Clock } from '../shared/clock.ts';
import { toAppError } from '../shared/errors/app-error.ts';
import type { HealthBoard } from '../shared/health-board.ts';
import type { NewId } from '../shared/ids.ts';
import { plural } from '../shared/text/words.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

export interface ReconcileTimes {
  /** After the start: what is on its way gets a moment to arrive. */
  readonly firstAfterMs: number;
  readonly everyMs: number;
  /** Younger changes are left to their webhooks; Linear tries a second time after a minute. */
  readonly graceMs: number;
}

export const RECONCILE_TIMES: ReconcileTimes = {
  firstAfterMs: 5 * SECOND_MS,
  everyMs: 2 * MINUTE_MS,
  graceMs: 75 * SECOND_MS,
};

/** What was looked at is looked at again for so long: a tracker's lists and clocks are not exact. */
const OVERLAP_MS = 10 * MINUTE_MS;
/** Older changes are no news; they are told in one sum. */
const NEWS_FOR_MS = 12 * HOUR_MS;
/** More at once is a flood. */
const MAX_TOLD = 40;
const MAX_LOOKED_AT = 200;
/** Longer than any sender of webhooks goes on trying. */
const KNOWN_FOR_MS = 7 * 24 * HOUR_MS;
const STOP_TIMEOUT_MS = 5 * SECOND_MS;
/** On the health board. */
const SERVICE = 'linear-webhooks';

export interface ReconcilePorts {
  readonly tracker: ChangeFinder;
  readonly reconciliation: ReconciliationStore;
  readonly inbox: Pick<InboxStore, 'receive'>;
  /** There is new work in the inbox. */
  readonly onReceived: () => void;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly health: HealthBoard;
  /** False: there is no webhook, so looking is all there is. */
  readonly hasWebhook: boolean;
  readonly newReference: NewId;
  readonly times: ReconcileTimes;
}

/**
 * Webhooks get lost: their sender gives up after some hours, and switches them off when nobody answers. So the owner of
 * the gateway looks now and then for what has changed, and puts what it did not know into the inbox, as if it had come.
 */
export class Reconciler implements Companion {
  readonly #ports: ReconcilePorts;
  #epoch: number | null = null;
  #timer: NodeJS.Timeout | null = null;
  #underWay: Promise<void> = Promise.resolve();

  constructor(ports: ReconcilePorts) {
    this.#ports = ports;
  }

  start(epoch: number): void {
    this.#epoch = epoch;
    this.#plan(this.#ports.times.firstAfterMs);
  }

  async stop(): Promise<void> {
    this.#epoch = null;
    if (this.#timer) clearTimeout(this.#timer);
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, STOP_TIMEOUT_MS);
    });
    await Promise.race([this.#underWay, timeout]);
    clearTimeout(timer);
  }

  #plan(inMs: number): void {
    this.#timer = setTimeout(() => {
      this.#underWay = this.#lookAndPlan();
    }, inMs);
    this.#timer.unref();
  }

  async #lookAndPlan(): Promise<void> {
    await this.#look();
    if (this.#epoch !== null) this.#plan(this.#ports.times.everyMs);
  }

  /** Never rejects: what fails is looked for again next time. */
  async #look(): Promise<void> {
    const epoch = this.#epoch;
    if (epoch === null) return;
    const { log, metrics } = this.#ports;
    try {
      const found = await reconcile(this.#ports, epoch);
      this.#tell(found === null ? 0 : found.told + found.summed);
      if (found === null) return;
      for (const how of ['told', 'summed'] as const) {
        for (let counted = 0; counted < found[how]; counted += 1)
          metrics.count('onomancer_changes_found_total', { how });
      }
      if (found.told + found.summed > 0) log.info('reconcile.found', { ...found });
    } catch (error) {
      log.warn('reconcile.failed', { error: toAppError(error), retryInMs: this.#ports.times.everyMs });
    }
  }

  /** A webhook that was switched off shows nowhere else. */
  #tell(missing: number): void {
    const { health, hasWebhook } = this.#ports;
    if (!hasWebhook) {
      health.tell(SERVICE, 'off', 'LINEAR_WEBHOOK_SECRET is not set: the bot looks every two minutes instead.');
    } else if (missing === 0) {
      health.tell(SERVICE, 'on', 'None was missing at the last look.');
    } else {
      const what = `${plural(missing, 'change')} came without one and ${missing === 1 ? 'was' : 'were'} found by looking`;
      health.tell(SERVICE, 'degraded', `${what}. If the bot was not down: is the webhook still enabled in Linear?`);
    }
  }
}

/** Looks once. How many changes were put into the inbox, one by one and in a sum; null when there was nothing to compare with yet. */
export async function reconcile(
  ports: Omit<ReconcilePorts, 'log' | 'metrics' | 'health' | 'hasWebhook'>,
  epoch: number,
): Promise<{ readonly told: number; readonly summed: number } | null> {
  const { tracker, reconciliation, inbox, clock, times } = ports;
  const now = clock.now();
  const notAfter = new Date(now.getTime() - times.graceMs);
  const forgetBefore = new Date(now.getTime() - KNOWN_FOR_MS);
  const lookedUntil = await reconciliation.lookedUntil();
  if (lookedUntil === null) {
    // Nobody has been told anything yet, so nothing was missed.
    await reconciliation.advance({ until: notAfter, forgetBefore, known: [], epoch });
    return null;
  }
  const since = new Date(lookedUntil.getTime() - OVERLAP_MS);
  const seen = await reconciliation.seenSince(new Date(since.getTime() - SAME_CHANGE_WITHIN_MS));
  const isKnown = (about: string, at: Date): boolean =>
    (seen.get(about) ?? []).some((time) => Math.abs(time.getTime() - at.getTime()) <= SAME_CHANGE_WITHIN_MS);
  const missed = await tracker.missedChanges(since, { notAfter, limit: MAX_LOOKED_AT, isKnown });
  const isNews = ({ at }: MissedChange) => now.getTime() - at.getTime() <= NEWS_FOR_MS;
  const told = missed.changes.filter(isNews).slice(-MAX_TOLD);
  const summed = missed.changes.filter((change) => !told.includes(change));
  const sums = summed.length > 0 ? [sumOf(summed, { since: lookedUntil, isCut: missed.isCut }, ports)] : [];
  const deliveries = [...sums, ...told.map((change) => deliveryOf(change, ports))];
  const areNew = deliveries.length > 0 ? await inbox.receive(deliveries) : [];
  const until = later(lookedUntil, missed.until);
  await reconciliation.advance({ until, forgetBefore, known: summed.map(({ key }) => key), epoch });
  if (areNew.includes(true)) ports.onReceived();
  const newlyTold = areNew.slice(sums.length).filter(Boolean).length;
  return { told: newlyTold, summed: sums.length > 0 && areNew[0] ? summed.length : 0 };
}

function deliveryOf(
  change: MissedChange,
  { clock, newReference }: Pick<ReconcilePorts, 'clock' | 'newReference'>,
): NewDelivery {
  const { deliveryId, type, subject, payload } = change;
  return {
    sender: 'linear',
    deliveryId,
    kind: `linear:${type}`,
    subject,
    payload,
    receivedAt: clock.now(),
    reference: newReference(),
  };
}

/** Many or old changes in one event. The same sum is made once: its id is up to when it reaches. */
function sumOf(
  changes: readonly MissedChange[],
  { since, isCut }: { readonly since: Date; readonly isCut: boolean },
  { clock, newReference }: Pick<ReconcilePorts, 'clock' | 'newReference'>,
): NewDelivery {
  const at = changes.at(-1)?.at ?? clock.now();
  const count = (type: string) => changes.filter((change) => change.type === type).length;
  const created = count('Issue.create');
  const comments = count('Comment.create');
  return ownDelivery(
    {
      kind: 'changes-missed',
      at,
      actor: null,
      since: since.toISOString(),
      created,
      changed: changes.length - created - comments,
      comments,
      isCut,
    },
    {
      sender: 'bot',
      deliveryId: `missed until ${at.toISOString()}`,
      subject: 'missed changes',
      receivedAt: clock.now(),
      reference: newReference(),
    },
  );
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}
