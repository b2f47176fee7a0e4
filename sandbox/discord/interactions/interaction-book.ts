import { InteractionType } from 'discord-api-types/v10';
import type { Clock } from '../../../src/shared/clock.ts';
import type { SandboxEvents } from '../events.ts';
import { refuse } from '../rest/api-error.ts';
import type { AutocompleteChoice, Modal } from '../rest/schema/callback.ts';
import type { SnowflakeMint } from '../snowflake.ts';
import type { SandboxMessage } from '../world/message.ts';
import type { MessageBook } from '../world/message-book.ts';
import type { InteractionKind, InteractionTrace } from './trace.ts';

/** https://docs.discord.com/developers/interactions/receiving-and-responding#followup-messages */
const TOKEN_LIFETIME_MS = 15 * 60 * 1000;

/** Whether one may write through the token of an interaction, or how Discord refuses. */
type TokenState = 'waiting' | 'acknowledged' | 'expired';

export interface NewInteraction {
  readonly kind: InteractionKind;
  readonly userId: string;
  readonly channelId: string;
  readonly commandName: string | null;
  readonly customId: string | null;
  /** The message that has the component, or from whose component the modal came. */
  readonly sourceMessageId: string | null;
  /** The message whose menu was used. */
  readonly targetId?: string;
  /** The member whose menu was used. */
  readonly targetUserId?: string;
}

/** One interaction while the bot works on it. */
export class Interaction {
  readonly id: string;
  readonly token: string;
  readonly about: NewInteraction;
  readonly createdAt: Date;
  /** Monotonic milliseconds. */
  readonly startedAt: number;
  state: TokenState = 'waiting';
  acknowledgedAt: Date | null = null;
  acknowledgedMs: number | null = null;
  answeredMs: number | null = null;
  /** The type of the accepted callback. */
  callbackType: number | null = null;
  /** What `@original` means: the reply, or for types 6 and 7 the message that had the component. */
  originalId: string | null = null;
  choices: readonly AutocompleteChoice[] | null = null;
  modal: Modal | null = null;
  readonly callbacks: { at: Date; type: number }[] = [];
  readonly rejectedCallbacks: { at: Date; type: number | null; code: number }[] = [];
  readonly edits: { at: Date; wasLoading: boolean }[] = [];
  readonly followUps: { at: Date; messageId: string }[] = [];
  readonly #waiting = new Set<() => void>();

  constructor(parts: { id: string; token: string; about: NewInteraction; createdAt: Date; startedAt: number }) {
    this.id = parts.id;
    this.token = parts.token;
    this.about = parts.about;
    this.createdAt = parts.createdAt;
    this.startedAt = parts.startedAt;
  }

  /** Calls back on every change; returns the function that ends it. */
  onChange(listener: () => void): () => void {
    this.#waiting.add(listener);
    return () => void this.#waiting.delete(listener);
  }

  changed(): void {
    for (const listener of this.#waiting) listener();
  }

  /** The number of Discord's interaction type. */
  get type(): InteractionType {
    switch (this.about.kind) {
      case 'command':
      case 'menu':
        return InteractionType.ApplicationCommand;
      case 'autocomplete':
        return InteractionType.ApplicationCommandAutocomplete;
      case 'component':
        return InteractionType.MessageComponent;
      case 'modal':
        return InteractionType.ModalSubmit;
    }
  }
}

/** All interactions of this run: who may still answer which, and the history of each. */
export class InteractionBook {
  readonly #parts: {
    readonly mint: SnowflakeMint;
    readonly clock: Clock;
    readonly elapsedMs: () => number;
    readonly newSecret: () => string;
    readonly events: SandboxEvents;
    readonly messages: MessageBook;
    readonly ackDeadlineMs: number;
  };
  readonly #byId = new Map<string, Interaction>();
  readonly #byToken = new Map<string, Interaction>();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(parts: {
    mint: SnowflakeMint;
    clock: Clock;
    elapsedMs: () => number;
    newSecret: () => string;
    events: SandboxEvents;
    messages: MessageBook;
    ackDeadlineMs: number;
  }) {
    this.#parts = parts;
  }

  open(about: NewInteraction): Interaction {
    const { mint, clock, elapsedMs, newSecret, events, ackDeadlineMs } = this.#parts;
    const id = mint.next();
    const token = Buffer.from(`interaction:${id}:${newSecret()}`).toString('base64url');
    const interaction = new Interaction({ id, token, about, createdAt: clock.now(), startedAt: elapsedMs() });
    this.#byId.set(id, interaction);
    this.#byToken.set(token, interaction);
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#expire(interaction);
    }, ackDeadlineMs);
    this.#timers.add(timer);
    events.emit('interaction-created', this.trace(interaction));
    return interaction;
  }

  /** For a callback; throws Discord's refusal and notes it when it comes too late or a second time. */
  claim(id: string, token: string, type: number | null): Interaction {
    const interaction = this.#byId.get(id);
    if (!interaction || interaction.token !== token) throw refuse.unknownInteraction();
    if (interaction.state === 'waiting' && this.#isPastDeadline(interaction)) this.#expire(interaction);
    const refusal =
      interaction.state === 'expired'
        ? refuse.unknownInteraction()
        : interaction.state === 'acknowledged'
          ? refuse.alreadyAcknowledged()
          : null;
    if (refusal) {
      this.noteRejected(interaction, type, refusal.code);
      throw refusal;
    }
    return interaction;
  }

  noteRejected(interaction: Interaction, type: number | null, code: number): void {
    interaction.rejectedCallbacks.push({ at: this.#parts.clock.now(), type, code });
  }

  /** For follow-ups and edits: the webhook of an interaction begins to exist with its acknowledgement. */
  webhook(token: string): Interaction {
    const interaction = this.#byToken.get(token);
    if (!interaction || interaction.state !== 'acknowledged') throw refuse.unknownWebhook();
    if (this.#parts.clock.now().getTime() - interaction.createdAt.getTime() > TOKEN_LIFETIME_MS) {
      throw refuse.invalidWebhookToken();
    }
    return interaction;
  }

  acknowledge(interaction: Interaction, type: number, originalId: string | null): void {
    const { clock, elapsedMs, events } = this.#parts;
    interaction.state = 'acknowledged';
    interaction.acknowledgedAt = clock.now();
    interaction.acknowledgedMs = elapsedMs() - interaction.startedAt;
    interaction.callbackType = type;
    interaction.originalId = originalId;
    interaction.callbacks.push({ at: clock.now(), type });
    if (type !== 5 && type !== 6) interaction.answeredMs = interaction.acknowledgedMs;
    events.emit('interaction-acknowledged', this.trace(interaction));
    interaction.changed();
  }

  noteEdit(interaction: Interaction, wasLoading: boolean): void {
    interaction.edits.push({ at: this.#parts.clock.now(), wasLoading });
    this.#noteAnswer(interaction);
  }

  noteFollowUp(interaction: Interaction, messageId: string): void {
    interaction.followUps.push({ at: this.#parts.clock.now(), messageId });
    this.#noteAnswer(interaction);
  }

  original(interaction: Interaction): SandboxMessage | null {
    return interaction.originalId === null ? null : this.#parts.messages.find(interaction.originalId);
  }

  all(): readonly InteractionTrace[] {
    return [...this.#byId.values()].map((interaction) => this.trace(interaction));
  }

  find(id: string): Interaction | null {
    return this.#byId.get(id) ?? null;
  }

  /** A view that is always up to date. */
  trace(interaction: Interaction): InteractionTrace {
    const finalMessage = (): SandboxMessage | null => this.original(interaction);
    const { id, about, createdAt, callbacks, rejectedCallbacks, edits, followUps } = interaction;
    const { kind, commandName, customId, userId, channelId } = about;
    return {
      id,
      kind,
      commandName,
      customId,
      userId,
      channelId,
      createdAt,
      callbacks,
      rejectedCallbacks,
      edits,
      followUps,
      get acknowledgedAt() {
        return interaction.acknowledgedAt;
      },
      get acknowledgedMs() {
        return interaction.acknowledgedMs;
      },
      get answeredMs() {
        return interaction.answeredMs;
      },
      get isExpired() {
        return interaction.state === 'expired';
      },
      get finalMessage() {
        return finalMessage();
      },
    };
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #noteAnswer(interaction: Interaction): void {
    interaction.answeredMs ??= this.#parts.elapsedMs() - interaction.startedAt;
    interaction.changed();
  }

  /** By the given clock as well as by the timer, so that a test can let time pass without waiting. */
  #isPastDeadline(interaction: Interaction): boolean {
    return this.#parts.clock.now().getTime() - interaction.createdAt.getTime() > this.#parts.ackDeadlineMs;
  }

  #expire(interaction: Interaction): void {
    if (interaction.state !== 'waiting') return;
    interaction.state = 'expired';
    this.#parts.events.emit('interaction-expired', this.trace(interaction));
    interaction.changed();
  }
}
