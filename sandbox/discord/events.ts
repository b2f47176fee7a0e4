import type { InteractionTrace } from './interactions/trace.ts';
import type { SandboxMessage } from './world/message.ts';
import type { ThreadChannel } from './world/model.ts';

export interface Reaction {
  readonly message: SandboxMessage;
  readonly userId: string;
  readonly emoji: string;
}

/** What happens in the local Discord, for whoever shows it. */
export interface SandboxEventMap {
  message: SandboxMessage;
  'message-edited': SandboxMessage;
  'message-deleted': SandboxMessage;
  'reaction-added': Reaction;
  'reaction-removed': Reaction;
  'thread-created': ThreadChannel;
  'interaction-created': InteractionTrace;
  'interaction-acknowledged': InteractionTrace;
  /** Nobody acknowledged in time: the person reads "The application did not respond". */
  'interaction-expired': InteractionTrace;
}

export type SandboxEventName = keyof SandboxEventMap;

/** Hands events to listeners, in the order in which they registered. */
export class SandboxEvents {
  readonly #listeners = new Map<SandboxEventName, Set<(value: never) => void>>();

  /** Returns the function that ends the subscription. */
  on<N extends SandboxEventName>(name: N, listener: (value: SandboxEventMap[N]) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  emit<N extends SandboxEventName>(name: N, value: SandboxEventMap[N]): void {
    for (const listener of this.#listeners.get(name) ?? []) (listener as (value: SandboxEventMap[N]) => void)(value);
  }
}
