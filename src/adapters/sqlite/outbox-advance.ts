import type { Beginning, Ending, OutboxStep } from '../../ports/outbox.ts';
import { assertNever } from '../../shared/never.ts';
import type { Connection } from './connection.ts';
import { holdsLease } from './gateway-lease.ts';
import { insertMessages } from './outbox-rows.ts';
import { storableText } from './storable-text.ts';

/** Writes a step of the outbox; only inside `write`. */
export function advance(connection: Connection, step: OutboxStep): 'done' | 'fenced' {
  if (!holdsLease(connection, step.epoch)) return 'fenced';
  const now = step.now.toISOString();
  for (const ending of step.ended) end(connection, ending, step.now);
  const drop = connection.statement(
    "UPDATE outbox SET state = ?, outcome = ?, finished_at = ? WHERE id = ? AND state = 'waiting'",
  );
  for (const { rows, state, why } of step.dropped) for (const id of rows) drop.run(state, storableText(why), now, id);
  for (const beginning of step.begun) begin(connection, beginning, now);
  return 'done';
}

function begin(connection: Connection, beginning: Beginning, now: string): void {
  const post = beginning.kind === 'send' ? beginning.rows[0] : beginning.post;
  if (post === undefined) throw new Error('A message without rows.');
  if (beginning.kind === 'send') {
    const insert = connection.statement(
      `INSERT INTO outbox_post (id, lane, destination, merge_key, key, began_at)
       SELECT id, lane, destination, merge_key, ?, ? FROM outbox WHERE id = ?`,
    );
    insert.run(beginning.key, now, post);
  } else {
    const edit = connection.statement(
      "UPDATE outbox_post SET state = 'sending', began_at = ?, attempts = 0, next_at = NULL WHERE id = ? AND state = 'sent'",
    );
    expectChange(edit.run(now, post).changes);
  }
  const take = connection.statement(
    "UPDATE outbox SET state = 'sending', post_id = ?, outcome = NULL WHERE id = ? AND state = 'waiting'",
  );
  for (const id of beginning.rows) expectChange(take.run(post, id).changes);
}

/** Only one process begins messages, and only what it has just read: anything else is a mistake of ours. */
function expectChange(changes: number | bigint): void {
  if (Number(changes) !== 1) throw new Error('The outbox is not as it was read.');
}

function end(connection: Connection, ending: Ending, now: Date): void {
  switch (ending.kind) {
    case 'sent':
      return endSent(connection, ending, now.toISOString());
    case 'again':
      return endAgain(connection, ending);
    case 'apart':
      connection
        .statement(`UPDATE outbox SET state = 'waiting', post_id = NULL WHERE post_id = ? AND state = 'sending'`)
        .run(ending.post);
      return leave(connection, ending.post);
    case 'dead':
      return endDead(connection, ending, now);
    default:
      return assertNever(ending);
  }
}

function endSent(
  connection: Connection,
  { post, message, merging }: Extract<Ending, { kind: 'sent' }>,
  now: string,
): void {
  const update = connection.statement(
    `UPDATE outbox_post SET state = 'sent', channel_id = ?, message_id = ?, edits = edits + (sent_at IS NOT NULL),
       sent_at = coalesce(sent_at, ?), attempts = 0, next_at = NULL, takes_until = ?, edit_at = ?
     WHERE id = ? AND state = 'sending'`,
  );
  const { channelId, messageId } = message;
  const [takesUntil, editAt] = [merging?.takesUntil.toISOString() ?? null, merging?.editAt.toISOString() ?? null];
  update.run(channelId, messageId, now, takesUntil, editAt, post);
  connection
    .statement(
      "UPDATE outbox SET state = 'sent', outcome = NULL, finished_at = ? WHERE post_id = ? AND state = 'sending'",
    )
    .run(now, post);
  connection.statement('DELETE FROM outbox_closed WHERE lane = (SELECT lane FROM outbox_post WHERE id = ?)').run(post);
}

function endAgain(connection: Connection, { post, why, nextAt }: Extract<Ending, { kind: 'again' }>): void {
  connection
    .statement("UPDATE outbox_post SET attempts = attempts + 1, next_at = ? WHERE id = ? AND state = 'sending'")
    .run(nextAt.toISOString(), post);
  connection
    .statement("UPDATE outbox SET outcome = ? WHERE post_id = ? AND state = 'sending'")
    .run(storableText(why), post);
}

function endDead(connection: Connection, ending: Extract<Ending, { kind: 'dead' }>, now: Date): void {
  const { post, why, closing } = ending;
  const outcome = storableText(why);
  if (closing) {
    // Told once, however often it is tried again.
    const isKnown =
      connection
        .statement('SELECT 1 FROM outbox_closed WHERE lane = (SELECT lane FROM outbox_post WHERE id = ?)')
        .get(post) !== undefined;
    connection
      .statement(
        `INSERT INTO outbox_closed (lane, destination, why, since, until)
         SELECT lane, destination, ?, ?, ? FROM outbox_post WHERE id = ?
         ON CONFLICT (lane) DO UPDATE SET why = excluded.why, until = excluded.until`,
      )
      .run(outcome, now.toISOString(), closing.until.toISOString(), post);
    if (closing.report && !isKnown) insertMessages(connection, [closing.report], { causedAt: now, now });
  }
  connection
    .statement(
      "UPDATE outbox SET state = 'dead', post_id = NULL, outcome = ?, finished_at = ? WHERE post_id = ? AND state = 'sending'",
    )
    .run(outcome, now.toISOString(), post);
  leave(connection, post);
}

/** A message that takes nothing more: it stays as it stands in the chat, or was never there. */
function leave(connection: Connection, post: number): void {
  connection.statement('DELETE FROM outbox_post WHERE id = ? AND message_id IS NULL').run(post);
  connection
    .statement(
      `UPDATE outbox_post SET state = 'sent', attempts = 0, next_at = NULL, takes_until = NULL, edit_at = NULL
       WHERE id = ?`,
    )
    .run(post);
}
