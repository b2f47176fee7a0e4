import type { FeaturePorts } from '../ports/command.ts';
import type { Effects, EventContext, EventHandler } from '../ports/effects.ts';
import { NO_EFFECTS } from '../ports/effects.ts';
import type { InboxRow } from '../ports/inbox.ts';
import type { KeptDelivery, ReadDelivery } from '../ports/webhook-sender.ts';
import type { Sender } from '../ports/work-event.ts';
import type { ToldAlready } from './told-already.ts';

export interface AnswerPorts {
  readonly handlers: readonly EventHandler[];
  readonly features: FeaturePorts;
  readonly readers: Readonly<Record<Sender, (delivery: KeptDelivery) => ReadDelivery>>;
  readonly toldAlready: ToldAlready;
}

/** What comes of one row: the effects of everybody who answers to it, one after another. Throws what a handler throws. */
export async function answersOf(
  row: InboxRow,
  { handlers, features, readers, toldAlready }: AnswerPorts,
): Promise<{ readonly kind: 'done' | 'ignored'; readonly effects: Effects }> {
  const type = row.kind.slice(row.sender.length + 1);
  const read = readers[row.sender]({ type, payload: row.payload, receivedAt: row.receivedAt });
  if (read.kind === 'ignored') return { kind: 'ignored', effects: { ...NO_EFFECTS, note: read.why } };
  const told = await toldAlready(row);
  if (told.kind === 'told') return { kind: 'ignored', effects: { ...NO_EFFECTS, note: told.why } };
  const { event } = read;
  const context: EventContext = {
    inboxId: row.id,
    reference: row.reference,
    attempts: row.attempts,
    receivedAt: row.receivedAt,
  };
  const found: { readonly name: string; readonly effects: Effects }[] = [];
  for (const handler of handlers) {
    if (!handler.kinds.includes(event.kind)) continue;
    const effects = await handler.handle(features, event, context);
    if (effects !== null) found.push({ name: handler.name, effects });
  }
  const { records } = told;
  if (found.length === 0) return { kind: 'ignored', effects: { ...NO_EFFECTS, records, note: 'nobody asked to know' } };
  const effects: Effects = {
    messages: found.flatMap((one) => one.effects.messages),
    records: [...records, ...found.flatMap((one) => one.effects.records)],
    followUps: found.flatMap((one) => one.effects.followUps),
    note: found.map((one) => (one.effects.note === '' ? one.name : `${one.name}: ${one.effects.note}`)).join('; '),
  };
  return { kind: 'done', effects };
}
