import { oneLine, plainText } from '../../shared/text/markdown.ts';
import { clip } from '../../shared/text/words.ts';

/** Long enough for a sentence, short enough for a board. */
const MAX_TITLE_CHARS = 90;

/** Lines that open a message and say nothing yet. */
const GREETING =
  /^(?:(?:hi|hey|hello|hallo|good (?:morning|evening|afternoon)|moin|dear)\b[\s,]*(?:all|team|everyone|folks|there|guys|@\S+)?|@\S+|fyi|thanks?|thx|ping|psst|ok(?:ay)?|so|um+)[\s,.!:…-]*$/i;
/** What comes before the matter in the same line. */
const OPENING = /^(?:(?:hi|hey|hello)\b(?:\s+(?:all|team|everyone|folks|there|@\S+))?\s*[,!:.-]\s*|@\S+\s+)+/i;

/** The first line that says something, without Markdown, links and greetings; null when there is none. */
export function titleOf(text: string): string | null {
  for (const line of plainText(text).split('\n')) {
    const title = cleaned(line);
    if (title !== null) return clip(title, MAX_TITLE_CHARS);
  }
  return null;
}

function cleaned(line: string): string | null {
  const words = oneLine(line)
    .replace(/^[•☐☑>\s-]+/, '')
    .replace(/\|\|/g, '');
  if (GREETING.test(words)) return null;
  const matter = words.replace(OPENING, '').trim();
  const withoutLinks = matter
    .replace(/https?:\/\/\S+/g, '')
    .replace(/:\w{2,32}:/g, '')
    .trim();
  // Letters of any script; a line of links, emoji or marks says nothing.
  if ((withoutLinks.match(/\p{L}/gu) ?? []).length < 3) return null;
  const shown = matter.replace(/https?:\/\/\S+/g, '…').trim();
  return `${shown.charAt(0).toUpperCase()}${shown.slice(1)}`.replace(/[.…\s]+$/, '') || null;
}
