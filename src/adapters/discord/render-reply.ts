import type { APIActionRowComponent, APIButtonComponent, APIEmbed } from 'discord-api-types/v10';
import type { Reply } from '../../ports/chat.ts';
import { fitText } from '../../shared/text/fit-text.ts';
import { plural } from '../../shared/text/words.ts';
import { cleanText } from './clean-text.ts';
import { renderButtons } from './render-buttons.ts';
import { renderCards } from './render-cards.ts';
import { LIMITS } from './render-limits.ts';

/** The body of a message, of an interaction's answer and of an edit alike. */
export interface ReplyBody {
  content: string;
  embeds: APIEmbed[];
  components: APIActionRowComponent<APIButtonComponent>[];
  /** Nobody is pinged, whatever the text says. */
  allowed_mentions: { parse: [] };
}

/** Discord refuses a message without text and cards, also one that has buttons. */
const NOTHING_TO_SAY = 'There is nothing to show.';

/**
 * Renders a reply so that Discord takes it, whatever is in it: what is too long or too much is cut where a reader
 * would pause, and the message says so. Text, cards and buttons are always named, also when there are none, so that an
 * edit leaves nothing of what was there before. Throws `INTERNAL` when a button's id is empty, too long or used twice.
 */
export function renderReply(reply: Reply): ReplyBody {
  const embeds = renderCards(reply.cards ?? []);
  const { components, leftOut } = renderButtons(reply.buttons ?? []);
  const note = leftOut === 0 ? '' : `\n… ${plural(leftOut, 'more button')} left out.`;
  const content = fitText(cleanText(reply.text ?? ''), LIMITS.contentChars - note.length).trimEnd() + note;
  return {
    content: content.trim() === '' && embeds.length === 0 ? NOTHING_TO_SAY : content,
    embeds,
    components,
    allowed_mentions: { parse: [] },
  };
}
