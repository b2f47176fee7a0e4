import type { InboxStore, NewDelivery } from '../ports/inbox.ts';
import type { Log } from '../ports/log.ts';
import type { Metrics } from '../ports/metrics.ts';
import type {
  OpenedDelivery,
  RawDelivery,
  ReceivedWebhook,
  ReceiveWebhook,
  WebhookSender,
  WebhookSenderName,
} from '../ports/webhook-sender.ts';
import type { Clock } from '../shared/clock.ts';
import { AppError, toAppError } from '../shared/errors/app-error.ts';
import type { HealthBoard } from '../shared/health-board.ts';
import type { NewId } from '../shared/ids.ts';
import { assertNever } from '../shared/never.ts';
import { Seldom } from './seldom.ts';

/** A sender that has a secret, or the name of the setting that is missing. */
export type SenderOrOff = WebhookSender | { readonly name: WebhookSenderName; readonly missingSetting: string };

export interface ReceivePorts {
  readonly inbox: Pick<InboxStore, 'receive'>;
  readonly senders: readonly SenderOrOff[];
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly health: HealthBoard;
  readonly newReference: NewId;
  /** Something new is in the inbox. */
  readonly onReceived: () => void;
}

/** How senders write their names. */
const NAMES: Readonly<Record<WebhookSenderName, string>> = { linear: 'Linear', github: 'GitHub', vercel: 'Vercel' };
const MAX_KIND_CHARS = 100;

/**
 * Takes webhooks in: checked, in the inbox and on disk before the answer, and nothing else before it. Throws `WEBHOOK_OFF`,
 * `WEBHOOK_UNVERIFIED`, `WEBHOOK_MALFORMED` or `WEBHOOK_NOT_KEPT`.
 */
export function webhookReceiver(ports: ReceivePorts): ReceiveWebhook {
  tellHealth(ports);
  const senders = new Map(ports.senders.map((sender) => [sender.name, sender]));
  const receiver = new Receiver(ports);
  return (name, raw) => {
    const sender = senders.get(name);
    if (sender === undefined) throw new Error(`Nobody knows the sender ${name}.`);
    return receiver.receive(sender, raw);
  };
}

function tellHealth({ health, senders }: ReceivePorts): void {
  const on = senders.flatMap((sender) => ('missingSetting' in sender ? [] : [NAMES[sender.name]]));
  const off = senders.flatMap((sender) =>
    'missingSetting' in sender ? [`${NAMES[sender.name]} is off: ${sender.missingSetting} is not set.`] : [],
  );
  const taken = on.length === 0 ? [] : [`Taken from ${on.join(', ')}.`];
  health.tell('webhooks', on.length === 0 ? 'off' : 'on', [...taken, ...off].join(' '));
}

class Receiver {
  readonly #ports: ReceivePorts;
  readonly #seldom: Seldom;

  constructor(ports: ReceivePorts) {
    this.#ports = ports;
    this.#seldom = new Seldom(ports.clock);
  }

  async receive(sender: SenderOrOff, raw: RawDelivery): Promise<ReceivedWebhook> {
    if ('missingSetting' in sender)
      return this.#refuse(sender.name, 'off', offError(sender.name, sender.missingSetting));
    const opened = await sender.open(raw);
    switch (opened.kind) {
      case 'delivery':
        return this.#keep(sender, opened);
      case 'nothing':
        this.#count(sender.name, opened.isKnown ? 'nothing' : 'unknown');
        if (!opened.isKnown)
          this.#tellSeldom('webhook.unknown', sender.name, { type: opened.type.slice(0, MAX_KIND_CHARS) });
        return { status: sender.nothingStatus, says: 'nothing to do' };
      case 'ping':
        this.#count(sender.name, 'ping');
        this.#ports.log.info('webhook.ping', { sender: sender.name });
        return { status: 200, says: 'pong' };
      case 'refused':
        return this.#refuse(
          sender.name,
          opened.why === 'stale' ? 'stale' : 'refused',
          new AppError('WEBHOOK_UNVERIFIED'),
        );
      case 'malformed': {
        const facts = { sender: NAMES[sender.name], problem: opened.problem };
        return this.#refuse(sender.name, 'malformed', new AppError('WEBHOOK_MALFORMED', { facts }));
      }
      default:
        return assertNever(opened);
    }
  }

  async #keep(
    { name }: WebhookSender,
    { deliveryId, fingerprint, type, subject, payload }: Extract<OpenedDelivery, { kind: 'delivery' }>,
  ): Promise<ReceivedWebhook> {
    const delivery: NewDelivery = {
      sender: name,
      deliveryId,
      ...(fingerprint === undefined ? {} : { fingerprint }),
      kind: `${name}:${type}`.slice(0, MAX_KIND_CHARS),
      subject: `${name} ${subject}`,
      receivedAt: this.#ports.clock.now(),
      payload,
      reference: this.#ports.newReference(),
    };
    const isNew = await this.#write(delivery);
    this.#count(name, isNew ? 'received' : 'duplicate');
    if (isNew) this.#ports.onReceived();
    return { status: 200, says: isNew ? 'received' : 'received before' };
  }

  async #write(delivery: NewDelivery): Promise<boolean> {
    const { inbox, health } = this.#ports;
    try {
      const [isNew] = await inbox.receive([delivery]);
      if (health.of('webhooks')?.state === 'down') tellHealth(this.#ports);
      return isNew ?? false;
    } catch (cause) {
      const error = toAppError(cause);
      health.tell('webhooks', 'down', `Webhooks cannot be saved (${error.code}); their senders send them again.`);
      const notKept = new AppError('WEBHOOK_NOT_KEPT', { cause: error });
      return this.#refuse(delivery.sender as WebhookSenderName, 'not-kept', notKept);
    }
  }

  #refuse(sender: WebhookSenderName, outcome: string, error: AppError): never {
    this.#count(sender, outcome);
    this.#tellSeldom('webhook.refused', sender, { outcome, error });
    throw error;
  }

  /** Once in a while for each outcome: whoever sends many of them must not fill the disk. */
  #tellSeldom(event: string, sender: WebhookSenderName, fields: Readonly<Record<string, unknown>>): void {
    const before = this.#seldom.ask(`${event} ${sender} ${String(fields['outcome'])}`);
    if (before !== null) this.#ports.log.warn(event, { sender, ...fields, notTold: before });
  }

  #count(sender: WebhookSenderName, outcome: string): void {
    this.#ports.metrics.count('onomancer_webhooks_total', { sender, outcome });
  }
}

function offError(sender: WebhookSenderName, setting: string): AppError {
  return new AppError('WEBHOOK_OFF', { facts: { sender: NAMES[sender], setting } });
}
