/** Control characters but for line ends and tabs, and halves of surrogate pairs. */
const UNFIT = /(?![\n\t])[\p{Cc}\p{Surrogate}]/gu;

/** The text without what no reader sees: Discord trims it away or refuses it, after we have counted it. */
export function cleanText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(UNFIT, (found) => (found >= '\uD800' ? '\uFFFD' : ''));
}
