import type { promMetrics } from '../adapters/prom-metrics/prom-metrics.ts';
import type { ChangeFinder } from '../ports/change-finder.ts';
import type { IssueTracker } from '../ports/issue-tracker.ts';
import type { Log } from '../ports/log.ts';
import type { Store } from '../ports/store.ts';
import type { Settings } from '../settings/parse-settings.ts';
import type { Clock } from '../shared/clock.ts';
import type { HealthBoard } from '../shared/health-board.ts';
import type { Discord } from './discord.ts';

export interface AppOptions {
  readonly settings: Settings;
  readonly log: Log;
  readonly version: string;
  readonly startedAt: Date;
  /** Where the build put the font of the pictures. */
  readonly fontDir: string;
  /** The gateway is lost for good: the process should end, so that its keeper starts it anew. */
  readonly onLost: (reason: 'fenced' | Error) => void;
}

/** What everything else is made with. */
export interface Floor extends AppOptions {
  readonly clock: Clock;
  readonly health: HealthBoard;
  readonly metrics: ReturnType<typeof promMetrics>;
  readonly store: Store;
  readonly tracker: Tracker;
  readonly discord: Discord;
}

export type Tracker = IssueTracker & { warmUp?(): Promise<void>; outdateWork?(): void } & ({} | ChangeFinder);
