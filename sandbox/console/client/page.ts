import type { ChannelView, DoneView, HealthView, PlaceView, StreamEvents } from '../protocol.ts';
import type { Around } from './around.ts';

/** Who looks at the page, where, and what they can do; every part of the page gets it. */
export interface Page extends Around {
  as: string;
  channel: string;
  place: PlaceView;
  health: HealthView | null;
  /** Something came there that this person has not looked at. */
  hasUnread(channel: ChannelView): boolean;
}

/** Asks the sandbox; a refusal is a value. */
export async function post<T = DoneView>(path: string, body: unknown): Promise<T | DoneView> {
  try {
    const answer = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await answer.json()) as T;
  } catch {
    return { kind: 'problem', problem: 'The demo does not answer. Is it still running?' };
  }
}

type Listeners = { readonly [N in keyof StreamEvents]: (value: StreamEvents[N]) => void };

/** Listens to what changes for this person in this channel; returns the function that ends it. */
export function listen(watching: { readonly as: string; readonly channel: string }, listeners: Listeners): () => void {
  const source = new EventSource(`/stream?${new URLSearchParams(watching).toString()}`);
  for (const name of Object.keys(listeners) as (keyof StreamEvents)[]) {
    const take = listeners[name] as (value: unknown) => void;
    source.addEventListener(name, (event: MessageEvent<string>) => take(JSON.parse(event.data)));
  }
  return () => source.close();
}
