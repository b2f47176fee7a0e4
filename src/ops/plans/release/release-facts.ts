/** How the process behind a socket is. */
export type BotState =
  | { readonly kind: 'silent'; readonly why: string }
  /** It answers, but cannot do its work. */
  | { readonly kind: 'not-ready'; readonly version: string; readonly why: string }
  | { readonly kind: 'ready'; readonly version: string };

/** One run of deploy or rollback, from the log. */
export interface Deployment {
  readonly at: string;
  readonly who: string;
  readonly verb: string;
  readonly release: string;
  readonly outcome: string;
  readonly tookMs: number | null;
}

/** A deployment or a way back that is at work. */
export interface RunningDeployment {
  /** `onomancer deploy 20261126-003209-ddf7cb9`. */
  readonly what: string;
  readonly who: string;
  readonly since: string;
  readonly pid: number;
  /** The stage that it is in; null when its log does not tell. */
  readonly stage: string | null;
}

/** What waits in the live process; null for what it does not tell. */
export interface Queues {
  readonly eventsWaiting: number | null;
  readonly eventsDead: number | null;
  readonly messagesWaiting: number | null;
  readonly messagesDead: number | null;
}

/** A snapshot as its manifest describes it; checked again before it is used. */
export interface KnownSnapshot {
  readonly path: string;
  readonly madeAt: string;
  readonly version: string;
  readonly schema: number;
  readonly bytes: number;
  readonly rows: number;
}
