import type { API } from '@discordjs/core';
import { type IIdentifyThrottler, WebSocketManager } from '@discordjs/ws';
import type { APIGatewayBotInfo } from 'discord-api-types/v10';
import type { Log } from '../../ports/log.ts';
import type { Metrics } from '../../ports/metrics.ts';
import type { HealthBoard } from '../../shared/health-board.ts';
import { discordCall } from './discord-call.ts';

type SessionStartLimit = APIGatewayBotInfo['session_start_limit'];

export interface IdentifyPorts {
  readonly api: API;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly health: HealthBoard;
}

/** One IDENTIFY per 5 seconds and concurrency bucket; one shard has one bucket. Source: events/gateway, "Max Concurrency". */
const BETWEEN_MS = 5_000;
/** How often a used-up budget is looked at again: Discord may also raise it. */
const LOOK_AGAIN_MS = 60_000;
/** Between connecting and identifying. */
const JUST_TOLD_MS = 2_000;
const PATIENCE = { attempts: 2, budgetMs: 3_000, attemptMs: 1_500 };

/**
 * Resuming costs nothing of the daily budget of sessions, but the library refuses to connect at all when it is used up.
 * This one always connects; before an IDENTIFY, and only then, `identifyThrottler` looks at the budget.
 */
export class ResumingManager extends WebSocketManager {
  #told: { readonly limit: SessionStartLimit; readonly atMs: number } | null = null;

  /** What Discord said of the budget a moment ago; null when that is too long ago to count on. */
  get limitJustTold(): SessionStartLimit | null {
    return this.#told && performance.now() - this.#told.atMs < JUST_TOLD_MS ? this.#told.limit : null;
  }

  override async fetchGatewayInformation(isForced?: boolean): Promise<APIGatewayBotInfo> {
    const info = await super.fetchGatewayInformation(isForced);
    const { session_start_limit: limit } = info;
    // The library keeps its answer for a day; only one that was just fetched is news.
    if (limit !== this.#told?.limit) this.#told = { limit, atMs: performance.now() };
    return { ...info, session_start_limit: { ...limit, remaining: Math.max(1, limit.remaining) } };
  }
}

/**
 * Holds an IDENTIFY back while the budget of the day (1,000) is used up: one more would end every session and make
 * Discord reset the token (events/gateway, "Session Start Limit"). What it waits for stands on the health board.
 */
export function identifyThrottler(manager: ResumingManager, ports: IdentifyPorts): IIdentifyThrottler {
  const { api, log, metrics, health } = ports;
  let lastAtMs = Number.NEGATIVE_INFINITY;
  return {
    async waitForIdentify(_shardId, signal) {
      for (;;) {
        const limit = manager.limitJustTold ?? (await sessionStartLimit(api));
        if (limit) metrics.set('onomancer_gateway_identifies_left', {}, limit.remaining);
        // Unknown is not used up: whoever cannot ask now asked at the last start, and the budget is large.
        if (!limit || limit.remaining > 0) break;
        const minutes = Math.ceil(limit.reset_after / 60_000);
        health.tell(
          'discord',
          'down',
          `Discord allows no new session today; the next one in about ${minutes} minutes.`,
        );
        log.error('gateway.no-identify-left', { resetInMinutes: minutes, total: limit.total });
        await pause(Math.min(limit.reset_after + 1_000, LOOK_AGAIN_MS), signal);
      }
      await pause(lastAtMs + BETWEEN_MS - performance.now(), signal);
      lastAtMs = performance.now();
    },
  };
}

/** How many sessions may still be begun today; null when Discord does not say just now. */
export async function sessionStartLimit(api: API): Promise<SessionStartLimit | null> {
  try {
    return (await discordCall((signal) => api.gateway.getBot({ signal }), PATIENCE)).session_start_limit;
  } catch {
    return null;
  }
}

/** Rejects when the connection that wanted to identify is gone. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (ms <= 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', gone);
      resolve();
    }, ms);
    const gone = (): void => {
      clearTimeout(timer);
      reject(signal.reason instanceof Error ? signal.reason : new Error('The connection is gone'));
    };
    signal.addEventListener('abort', gone, { once: true });
  });
}
