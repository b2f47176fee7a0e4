import type { Arrival } from './incoming.ts';
import type { GatewaySession } from './store.ts';
import type { ReactionEvent } from './work-event.ts';

/** What the gateway tells its owner. Calls come in order, one at a time. */
export interface GatewayListener {
  /** An interaction. Everything up to the next `onSession` is durable only when this one is. */
  onArrival(arrival: Arrival): void;
  /** Somebody put an emoji on a message or took it away. The same event may come again, in the same place of the session. */
  onReaction(event: ReactionEvent, place: { readonly sessionId: string; readonly sequence: number }): void;
  /** The session moved on to this sequence, and everything before it has been handed over. Null: it is gone. */
  onSession(session: GatewaySession | null): void;
  /** Discord will not take this bot back without somebody's help (wrong token, intents). */
  onFatal(error: Error): void;
}

/** The connection that brings interactions. */
export interface Gateway {
  /** Resumes the session given, or identifies. Resolves when events flow. Reconnects by itself from then on. */
  connect(session: GatewaySession | null, listener: GatewayListener): Promise<'resumed' | 'identified'>;
  /** From now on nothing is handed over and the session stands still, so that a successor gets the rest. */
  pause(): void;
  /** Closes so that the session can be resumed by somebody else. */
  close(): Promise<void>;
}
