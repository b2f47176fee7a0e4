import type { Card, Reply } from '../ports/chat.ts';
import type { Notice, OutboxRow } from '../ports/outbox.ts';

/** So many are named under a message that says several events; the newest and the first always. */
const NAMED_REFERENCES = 3;

/**
 * What the rows say in one message: a reply as it is, or notices as one card with the newest title, tone and buttons and
 * the lines of all of them. The references stand small below, the first row's first: by it the message is found again.
 */
export function compose(rows: readonly OutboxRow[]): Reply {
  const references = referencesOf(rows);
  const [first] = rows;
  if (first?.content.kind === 'reply') return withReference(first.content.reply, references);
  const notices = rows.flatMap(({ content }) => (content.kind === 'notice' ? [content.notice] : []));
  return noticeReply(notices, references);
}

function noticeReply(notices: readonly Notice[], references: string): Reply {
  const newest = notices.at(-1);
  if (newest === undefined) throw new Error('A message without rows.');
  const { title, url, tone, buttons = [] } = newest;
  const text = notices.flatMap(({ lines }) => lines).join('\n');
  return {
    cards: [{ title, ...(url === undefined ? {} : { url }), text, tone, footer: references }],
    ...(buttons.length === 0 ? {} : { buttons: [buttons] }),
  };
}

/** In the last card, where people expect it; first in its footer, so that no cutting takes it away. */
function withReference(reply: Reply, references: string): Reply {
  const { cards = [], text = '' } = reply;
  const last = cards.at(-1);
  if (last === undefined) return { ...reply, text: `${text}${text === '' ? '' : '\n'}-# ${references}` };
  const footer = last.footer === undefined || last.footer === '' ? references : `${references} · ${last.footer}`;
  const signed: Card = { ...last, footer };
  return { ...reply, cards: [...cards.slice(0, -1), signed] };
}

function referencesOf(rows: readonly OutboxRow[]): string {
  const all = [...new Set(rows.map(({ reference }) => reference))];
  if (all.length <= NAMED_REFERENCES) return `Reference ${all.join(' · ')}`;
  return `Reference ${all[0]} · ${all.length - 2} more · ${all.at(-1)}`;
}
