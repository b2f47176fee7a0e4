import { escapeMarkdown } from '../../shared/text/markdown.ts';

/** An address in the tracker becomes a mention there: whoever writes one would ping people or tie issues together. */
const TRACKER_ADDRESS = /https?:\/\/(?:[\w-]+\.)*linear\.app(?:\/[\w./?=&%#:;,+~-]*)?/gi;

/**
 * Text from outside as it is, for the tracker's Markdown: nothing in it formats, embeds, mentions or hides where it leads.
 * Addresses stay links, but those into the tracker, which are only shown. Source for mentions by address:
 * https://github.com/linear/linear/issues/351
 */
export function trackerText(text: string): string {
  const shown: string[] = [];
  const aside = text
    .replace(/\uE000/g, '')
    .replace(TRACKER_ADDRESS, (address) => `\uE000${shown.push(address) - 1}\uE000`);
  return (
    escapeMarkdown(aside)
      // In CommonMark, and not in Discord: entities, underlined headings, `1)` lists, indented code.
      .replace(/&(?=#?\w{1,32};)/g, '\\&')
      .replace(/^(\s*)(=+\s*)$/gm, '$1\\$2')
      .replace(/^(\s*\d+)\)(?=\s|$)/gm, '$1\\)')
      .replace(/^[^\S\n]+/gm, '')
      .replace(/\uE000(\d+)\uE000/g, (_, index: string) => `\`${shown[Number(index)] ?? ''}\``)
  );
}

/** The text as a quotation. */
export function trackerQuote(text: string): string {
  return trackerText(text)
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n');
}

/** The text on one line, for labels of links and names. */
export function trackerLine(text: string): string {
  return trackerText(text.replace(/\s+/g, ' ').trim());
}
