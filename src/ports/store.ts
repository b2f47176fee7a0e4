import type { CaptureStore } from './captures.ts';
import type { CodeWork } from './code-work.ts';
import type { InboxStore, NewDelivery } from './inbox.ts';
import type { Movements } from './movements.ts';
import type { OutboxStore } from './outbox.ts';
import type { PreferenceStore } from './preferences.ts';
import type { ReconciliationStore } from './reconciliation.ts';
import type { ScheduleStore } from './schedule.ts';
import type { SprintWatchStore } from './sprint-watch.ts';

/** What we keep. Methods throw `AppError` with a `STORE_…` code when the store cannot be used. */

/** Who is who: a member of the Discord server and a person in Linear. One to one in both directions. */
export interface Link {
  readonly discordUserId: string;
  readonly trackerUserId: string;
  /** As it was when linked, for messages while Linear is down. */
  readonly trackerName: string;
  readonly linkedAt: Date;
  /** The Discord user who made it: the member, or an admin. */
  readonly linkedBy: string;
}

export interface LinkStore {
  ofDiscordUser(discordUserId: string): Promise<Link | null>;
  ofTrackerUser(trackerUserId: string): Promise<Link | null>;
  all(): Promise<readonly Link[]>;
  /**
   * Links the two, replacing the member's earlier link. Refused as a value when somebody else holds the tracker user,
   * unless `isReassign`, which takes it from them. Safe against two claims at the same time.
   */
  claim(
    link: Link,
    options: { readonly isReassign: boolean },
  ): Promise<
    { readonly kind: 'linked'; readonly takenFrom: Link | null } | { readonly kind: 'taken'; readonly by: Link }
  >;
  /** True when there was one. */
  release(discordUserId: string): Promise<boolean>;
}

/** A line of the audit log, as it is given; the store adds number, previous hash and hash. */
export interface AuditEntry {
  readonly at: Date;
  /** Discord user id, or `system`. */
  readonly actor: string;
  /** `command`, `denied`, `limited`, `press`, `started`, `stopped` … */
  readonly action: string;
  /** What it was about: the command's name, say. */
  readonly subject: string;
  readonly reference: string;
  /** Small, JSON; never a secret and never free text from people. */
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
}

export interface AuditRow extends AuditEntry {
  readonly number: number;
  readonly previousHash: string;
  readonly hash: string;
}

/**
 * Append-only, hash-chained: `hash = sha256(previousHash + canonical JSON of the entry)`. Rows cannot be updated or
 * deleted (triggers in the database); whoever does so behind its back breaks the chain, and `verify` finds where.
 */
export interface AuditLog {
  append(entries: readonly AuditEntry[]): Promise<void>;
  latest(limit: number): Promise<readonly AuditRow[]>;
  verify(): Promise<
    | { readonly kind: 'intact'; readonly rows: number }
    | { readonly kind: 'broken'; readonly atNumber: number; readonly why: string }
  >;
}

/** An interaction that we took on, so that it is answered once, also across a crash. */
export interface TakenInteraction {
  readonly id: string;
  /** Discord's token for replies: good for 15 minutes; erased when the interaction is done. */
  readonly token: string;
  readonly receivedAt: Date;
  /** The interaction as it came, JSON: enough to run it again. Erased when done. */
  readonly payload: string;
  readonly reference: string;
}

export type InteractionState = 'taken' | 'done' | 'failed';

/** A session of the gateway, as Discord gave it. */
export interface GatewaySession {
  readonly sessionId: string;
  readonly resumeUrl: string;
  readonly sequence: number;
  readonly shardCount: number;
  /** Which kinds of events it was begun for; a session cannot be given others later. */
  readonly intents: number;
}

/** One durable step of the gateway: all of it in one transaction, refused (`fenced`) when the lease has moved on. */
export interface GatewayCommit {
  /** The lease epoch of the writer. */
  readonly epoch: number;
  /** The session as of now: everything up to its sequence is taken or needs nothing. Null forgets it. Undefined leaves it. */
  readonly session?: GatewaySession | null;
  readonly taken: readonly TakenInteraction[];
  readonly finished: readonly { readonly id: string; readonly state: 'done' | 'failed' }[];
  readonly audit: readonly AuditEntry[];
  /** What came in by the gateway and is handled from the inbox. */
  readonly received: readonly NewDelivery[];
}

export interface Lease {
  /** Grows with every change of owner: the fence. */
  readonly epoch: number;
  readonly owner: LeaseOwner;
  readonly expiresAt: Date;
}

/** Says who a process is, so that a successor on the same host can see that it is gone. */
export interface LeaseOwner {
  /** Unique per process start. */
  readonly id: string;
  readonly host: string;
  readonly pid: number;
}

export interface GatewayStore {
  /**
   * Takes the lease when it is free, expired, already ours, or when `isGone(holder)` says that its process has died;
   * otherwise tells who holds it.
   */
  acquire(
    owner: LeaseOwner,
    options: { readonly now: Date; readonly ttlMs: number; readonly isGone: (holder: LeaseOwner) => boolean },
  ): Promise<{ readonly kind: 'acquired'; readonly lease: Lease } | { readonly kind: 'held'; readonly by: Lease }>;
  /** False when the lease has moved on. */
  renew(epoch: number, options: { readonly now: Date; readonly ttlMs: number }): Promise<boolean>;
  release(epoch: number): Promise<void>;
  session(): Promise<GatewaySession | null>;
  commit(
    step: GatewayCommit,
  ): Promise<{ readonly kind: 'committed'; readonly known: ReadonlySet<string> } | { readonly kind: 'fenced' }>;
  /** Of these interaction ids, the ones we have seen before, with their state. */
  seen(ids: readonly string[]): Promise<ReadonlyMap<string, InteractionState>>;
  /** Taken but not finished: what a crash left behind. Oldest first. */
  unfinished(): Promise<readonly TakenInteraction[]>;
  /** Forgets finished interactions received before the time given. Returns how many. */
  purge(before: Date): Promise<number>;
}

/** For `/health/ready`: can we write, right now? Throws when not. */
export interface StoreProbe {
  write(): Promise<void>;
  readonly schemaVersion: number;
}

/** Everything that we keep. */
export interface Store {
  readonly links: LinkStore;
  readonly audit: AuditLog;
  readonly gateway: GatewayStore;
  readonly inbox: InboxStore;
  readonly outbox: OutboxStore;
  readonly preferences: PreferenceStore;
  readonly sprintWatch: SprintWatchStore;
  readonly captures: CaptureStore;
  readonly movements: Movements;
  readonly codeWork: CodeWork;
  readonly schedule: ScheduleStore;
  readonly reconciliation: ReconciliationStore;
  readonly probe: StoreProbe;
  /** Waits for what was begun, then closes. Later calls throw `STOPPING`. */
  close(): Promise<void>;
}
