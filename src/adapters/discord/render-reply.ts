import type {
  APIActionRowComponent,
  APIButtonComponent,
  APIEmbed,
  APIStringSelectComponent,
} from 'discord-api-types/v10';
import type { Reply } from '../../ports/chat.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { fitText } from '../../shared/text/fit-text.ts';
import { plural } from '../../shared/text/words.ts';
import { cleanText } from './clean-text.ts';
import { renderButtons } from './render-buttons.ts';
import { renderCards } from './render-cards.ts';
import { LIMITS } from './render-limits.ts';
import { renderSelects } from './render-selects.ts';

/** The body of a message, of an interaction's answer and of an edit alike. */
export interface ReplyBody {
  content: string;
  embeds: APIEmbed[];
  components: APIActionRowComponent<APIButtonComponent | APIStringSelectComponent>[];
  /** Nobody is pinged, whatever the text says. */
  allowed_mentions: { parse: [] };
}

/** Discord refuses a message without text and cards, also one that has buttons. */
export const NOTHING_TO_SAY = 'There is nothing to show.';

/**
 * Renders a reply so that Discord takes it, whatever is in it: what is too long or too much is cut where a reader
 * would pause, and the message says so. Text, cards and buttons are always named, also when there are none, so that an
 * edit leaves nothing of what was there before. Throws `INTERNAL` when an id is empty, too long or used twice, or when
 * there are more selects than rows.
 */
export function renderReply(reply: Reply): ReplyBody {
  const { selects = [], buttons = [] } = reply;
  checkIds(reply);
  const embeds = renderCards(reply.cards ?? []);
  const { components, leftOut } = renderButtons(buttons, LIMITS.rows - selects.length);
  const note = leftOut === 0 ? '' : `\n… ${plural(leftOut, 'more button')} left out.`;
  const content = fitText(cleanText(reply.text ?? ''), LIMITS.contentChars - note.length).trimEnd() + note;
  return {
    content: content.trim() === '' && embeds.length === 0 ? NOTHING_TO_SAY : content,
    embeds,
    components: [...renderSelects(selects), ...components],
    allowed_mentions: { parse: [] },
  };
}

/** Ids come back to us: a wrong one is a mistake of the feature, and no cutting could mend it. */
function checkIds({ selects = [], buttons = [] }: Reply): void {
  if (selects.length > LIMITS.rows) throw new AppError('INTERNAL', { facts: { problem: `${selects.length} selects` } });
  const pressed = buttons.flat().flatMap((button) => (button.kind === 'action' ? [button.id] : []));
  const seen = new Set<string>();
  for (const id of [...selects.map((select) => select.id), ...pressed]) {
    if (id === '' || id.length > LIMITS.customIdChars || seen.has(id)) {
      const problem = id === '' ? 'empty' : seen.has(id) ? 'used twice' : `longer than ${LIMITS.customIdChars}`;
      throw new AppError('INTERNAL', { facts: { id: id.slice(0, LIMITS.customIdChars), problem } });
    }
    seen.add(id);
  }
}
