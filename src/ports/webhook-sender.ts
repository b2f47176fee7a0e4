import { AppError } from '../shared/errors/app-error.ts';
import type { WorkEvent, WorkEventKind } from './work-event.ts';

/** Who can send us webhooks. */
export type WebhookSenderName = 'linear' | 'github' | 'vercel';

/** A request as it came, byte for byte: signatures are over the bytes. */
export interface RawDelivery {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
}

/** What a request turned out to be. */
export type OpenedDelivery =
  /** Genuine, and there may be something to do. */
  | {
      readonly kind: 'delivery';
      readonly deliveryId: string;
      /** See `NewDelivery`. */
      readonly fingerprint?: string;
      /** As the sender names it: `Issue.update`. */
      readonly type: string;
      readonly subject: string;
      readonly payload: string;
    }
  /** Genuine, and knowingly nothing to do. `isKnown` is false for what this version has never heard of. */
  | { readonly kind: 'nothing'; readonly type: string; readonly isKnown: boolean }
  /** Genuine: the sender only asks whether we are there. */
  | { readonly kind: 'ping' }
  | { readonly kind: 'refused'; readonly why: 'signature' | 'stale' }
  /** Genuine, but not in a form that could be kept. */
  | { readonly kind: 'malformed'; readonly problem: string };

/** What a kept delivery says. */
export type ReadDelivery =
  | { readonly kind: 'event'; readonly event: WorkEvent }
  /** Knowingly nothing to do, in a few words. */
  | { readonly kind: 'ignored'; readonly why: string };

/** A delivery that was kept, for the one who understands its sender. */
export interface KeptDelivery {
  readonly type: string;
  readonly payload: string;
  readonly receivedAt: Date;
}

/** Knows how one sender signs, names and tells things. */
export interface WebhookSender {
  readonly name: WebhookSenderName;
  /** What the sender takes for "nothing to do, and that is fine". Linear counts everything but 200 as a failure. */
  readonly nothingStatus: 200 | 202;
  /** Never throws for what is in a request. */
  open(delivery: RawDelivery): Promise<OpenedDelivery>;
}

/** A kind of delivery that we know: the table of each sender, from which docs/events.md is generated. */
export interface DeliveryKind {
  /** Null: knowingly nothing to do. */
  readonly becomes: WorkEventKind | null;
  /** What it tells; or why there is nothing to do. */
  readonly says: string;
}

/** By the sender's own name, `Issue.update`; a name without its action stands for all actions that are not named. */
export type DeliveryKinds = Readonly<Record<string, DeliveryKind>>;

/** The row for `Issue.update`, or for `Issue`; null: never heard of. */
export function kindOf(kinds: DeliveryKinds, type: string): DeliveryKind | null {
  const find = (name: string): DeliveryKind | null => (Object.hasOwn(kinds, name) ? (kinds[name] ?? null) : null);
  return find(type) ?? find(type.split('.')[0] ?? '');
}

/** A genuine delivery that has not the form which its sender documents. `where` is a path in it: `data.issue.id`. */
export function unreadable(where: string, problem: string): AppError {
  return new AppError('EVENT_UNREADABLE', { facts: { where: where === '' ? 'the payload' : where, problem } });
}

/** The answer to a webhook that was taken in, or that is nothing to do. */
export interface ReceivedWebhook {
  readonly status: 200 | 202;
  readonly says: 'received' | 'received before' | 'nothing to do' | 'pong';
}

/** Takes in one request. Throws `AppError`; what is worth telling the operator has been told. */
export type ReceiveWebhook = (sender: WebhookSenderName, raw: RawDelivery) => Promise<ReceivedWebhook>;
