import { oneLine } from '../../shared/text/markdown.ts';

/** Control characters but for line ends and tabs, and halves of surrogate pairs. */
const UNFIT = /(?![\n\t])[\p{Cc}\p{Surrogate}]/gu;

/** The text without what no reader sees: Discord trims it away or refuses it, after we have counted it. */
export function cleanText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(UNFIT, (found) => (found >= '\uD800' ? '\uFFFD' : ''));
}

/** What is shown as it is, on one line: labels, names of suggestions, words of a picture. Nothing in it turns what stands beside it around. */
export function cleanLine(text: string): string {
  return oneLine(cleanText(text));
}
