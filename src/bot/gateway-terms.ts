import type { Log } from '../ports/log.ts';
import type { Lease } from '../ports/store.ts';
import type { HealthBoard } from '../shared/health-board.ts';
import type { GatewayOwner } from './gateway-owner.ts';

/** Short, because between the old owner and the new one nobody takes what people do. */
const LOOK_EVERY_MS = 100;

export interface TermsPorts {
  /** A new one for each term: the connection of an ended one is of no more use. */
  readonly makeOwner: () => Pick<GatewayOwner, 'start' | 'stop'>;
  /** May this process own the gateway now? Of two slots only the live one may; without slots always. */
  readonly isOurTurn: () => boolean;
  /** How long a hand-over waits for what is under way. */
  readonly handOverMs: number;
  /** The gateway cannot be had, now or in a later term: the process should end. */
  readonly onFailed: (error: Error) => void;
  readonly health: HealthBoard;
  readonly log: Log;
}

/** What a start comes to: this process has the gateway, or it stands by. */
export type Started = 'resumed' | 'identified' | 'standby';

/**
 * Owns the gateway whenever it is this process's turn: takes it when the turn comes, hands it over when it goes, and
 * takes it back. So a release that turns out bad gives everything back to the one before it, which is still running.
 */
export class GatewayTerms {
  readonly #ports: TermsPorts;
  #owner: Pick<GatewayOwner, 'start' | 'stop'> | null = null;
  #isStopping = false;
  #running: Promise<void> = Promise.resolve();

  constructor(ports: TermsPorts) {
    this.#ports = ports;
  }

  /** Resolves with the first thing that is known: connected, or standing by; never, when `onFailed` is told before. */
  start(): Promise<Started> {
    return new Promise((resolve) => {
      this.#running = this.#run(resolve).catch((error: unknown) => {
        this.#ports.onFailed(error instanceof Error ? error : new Error(String(error)));
      });
    });
  }

  /** Ends the term, handing over within `timeoutMs`. */
  async stop(timeoutMs: number): Promise<void> {
    this.#isStopping = true;
    await this.#owner?.stop(timeoutMs);
    await this.#running;
  }

  async #run(tell: (started: Started) => void): Promise<void> {
    while (!this.#isStopping) {
      if (this.#ports.isOurTurn()) await this.#term(tell);
      else await this.#standBy(tell);
    }
  }

  async #standBy(tell: (started: Started) => void): Promise<void> {
    const { health, log, isOurTurn } = this.#ports;
    health.tell('discord', 'off', 'Standby: the other slot is live.');
    log.info('gateway.not-our-turn');
    tell('standby');
    while (!this.#isStopping && !isOurTurn()) await pause(LOOK_EVERY_MS);
  }

  async #term(tell: (started: Started) => void): Promise<void> {
    const { makeOwner, isOurTurn, handOverMs, log } = this.#ports;
    const owner = makeOwner();
    this.#owner = owner;
    const onStandby = (_holder: Lease): void => tell('standby');
    const starting = owner.start(onStandby).then((how) => how !== null && tell(how));
    // Heard below; until then nobody may call it unhandled.
    starting.catch(() => undefined);
    while (!this.#isStopping && isOurTurn()) await Promise.race([pause(LOOK_EVERY_MS), starting.then(never)]);
    if (!this.#isStopping) {
      log.info('gateway.turn-over');
      await owner.stop(handOverMs);
    }
    // Not awaited: a start that never came through (Discord refused every connection) ends with its owner.
    this.#owner = null;
  }
}

/** A start that has worked out must not end the waiting; one that has failed does. */
function never(): Promise<never> {
  return new Promise(() => undefined);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
