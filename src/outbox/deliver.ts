import type { ChatChannel, SentMessage } from '../ports/chat-channel.ts';
import { laneOf, type OutboxStore } from '../ports/outbox.ts';
import { compose } from './compose.ts';
import type { Job } from './plan.ts';

export interface DeliverPorts {
  readonly chat: ChatChannel;
  readonly store: Pick<OutboxStore, 'messagesIn'>;
}

/** Messages of ours since so long before are told apart from the one that is looked for; clocks may differ. */
const LOOK_BACK_MS = 3_600_000;

/**
 * Sends or edits one message, and gives the one that stands there now. What may have happened already is looked for
 * first, and is not done again. Throws what the chat throws.
 */
export async function deliver(job: Job, ports: DeliverPorts): Promise<SentMessage> {
  const { message } = job.post;
  return message === null ? send(job, ports) : edit(job, message, ports);
}

async function send({ destination, post, rows, isRepeated }: Job, ports: DeliverPorts): Promise<SentMessage> {
  const { chat } = ports;
  const found = isRepeated ? await look({ destination, post, rows, isRepeated }, ports) : null;
  return found ?? chat.send(destination, compose(rows), { key: post.key });
}

/** A message shows the reference of its first row; those of the same reference that we know of are others. */
async function look({ destination, post, rows }: Job, { chat, store }: DeliverPorts): Promise<SentMessage | null> {
  const since = post.beganAt;
  const except = await store.messagesIn(laneOf(destination), new Date(since.getTime() - LOOK_BACK_MS));
  return chat.find(destination, { since, reference: rows[0]?.reference ?? '', except });
}

async function edit({ rows, isRepeated }: Job, message: SentMessage, { chat }: DeliverPorts): Promise<SentMessage> {
  const before = rows.filter(({ state }) => state === 'sent');
  const reply = compose(rows);
  // Nothing that a reader would see has changed.
  if (!isRepeated && JSON.stringify(compose(before)) === JSON.stringify(reply)) return message;
  await chat.edit(message, reply, { isRepeated });
  return message;
}
