/** Text from outside made safe to show: Discord's Markdown, see https://support.discord.com/hc/en-us/articles/210298617. */

/**
 * Control characters, the marks that turn the direction of text around, and those that nobody sees: they can disguise
 * what a line says, and a name of nothing but blanks is none. The joiners stay: emoji and some scripts need them.
 */
const INVISIBLE =
  /(?![\n\t])[\p{Cc}\u00AD\u061C\u115F\u1160\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u2064\u2066-\u2069\u2800\u3164\uFEFF\uFFA0]/gu;
/** More accents on one letter than any language has: they run into the lines above and below. */
const HEAPED = /(\p{Mn}{4})\p{Mn}+/gu;
const ZERO_WIDTH_SPACE = '\u200B';

/** The longest URL that Discord takes in a button (specs: ButtonComponentForMessageRequest). */
const MAX_URL_CHARS = 512;

/** Markdown of ours with words from outside in it: what formats stays, what nobody sees or what turns text around goes. */
export function withoutInvisible(text: string): string {
  return text.replace(INVISIBLE, '').replace(HEAPED, '$1');
}

/** The text on one line, without control characters: for titles and names. */
export function oneLine(text: string): string {
  return withoutInvisible(text.replace(/\s+/g, ' ')).trim();
}

/** A bare address as far as nothing in it could be taken for Markdown; Discord makes a link of it, which a backslash inside would break. */
const BARE_URL = /(https?:\/\/[\w./?=&%#:;,+-]+)/;

/** Shows the text as it is: nothing in it formats, mentions or pings, and no link hides where it leads. Line breaks stay. */
export function escapeMarkdown(text: string): string {
  return withoutInvisible(text.replace(/\r\n?/g, '\n'))
    .split(BARE_URL)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[\\*_~`|[\]<]/g, '\\$&')))
    .join('')
    .replace(/^([^\S\n]*)([#>+-])(?=[#>+-]*(?:\s|$))/gm, '$1\\$2')
    .replace(/^([^\S\n]*\d+)\.(?=\s|$)/gm, '$1\\.')
    .replace(/@(?=everyone|here)/gi, `@${ZERO_WIDTH_SPACE}`);
}

/** Text from outside on one line and escaped: what most views need. */
export function safeLine(text: string): string {
  return escapeMarkdown(oneLine(text));
}

/** The URL when it is http(s), without a user name (which can pass for a host) and short enough to link to, with the characters encoded that would end a Markdown link; otherwise null. */
export function safeUrl(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const parsed = new URL(url);
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') return null;
  if (parsed.username !== '' || parsed.password !== '') return null;
  const href = parsed.href.replace(/\(/g, '%28').replace(/\)/g, '%29').replace(/[<>]/g, '');
  return href.length <= MAX_URL_CHARS ? href : null;
}

/** A link, or only its label when the URL is not one that can be linked. The label is escaped here. */
export function markdownLink(label: string, url: string): string {
  const target = safeUrl(url);
  return target === null ? safeLine(label) : `[${safeLine(label)}](${target})`;
}

/** A line to type, in code style: backticks cannot be escaped inside it, so they become apostrophes. */
export function inlineCode(text: string): string {
  return `\`${oneLine(text).replace(/`/g, "'")}\``;
}

/** More than any reply shows. What is longer could otherwise keep the process busy for seconds: marks that nobody closes are looked for to the end. */
const MAX_PLAIN_CHARS = 20_000;

/**
 * The words of a Markdown text without its marks: headings, emphasis, links (their label stays), images, code fences
 * and HTML comments. Not escaped: give the result to `escapeMarkdown`. Of a very long text only the beginning.
 */
export function plainText(markdown: string): string {
  return markdown
    .slice(0, MAX_PLAIN_CHARS)
    .replace(/\r\n?/g, '\n')
    .replace(/<!--[\s\S]{0,2000}?-->/g, '')
    .replace(/^[ \t]*(`{3,}|~{3,}).*$/gm, '')
    .replace(/!\[([^\]\n]{0,500})\]\([^)\n]{0,2000}\)/g, (_, alt: string) =>
      alt === '' ? '(image)' : `(image: ${alt})`,
    )
    .replace(/\[([^\]\n]{1,500})\]\([^)\n]{0,2000}\)/g, '$1')
    .replace(/^[ \t]{0,3}#{1,6}[ \t]+/gm, '')
    .replace(/^[ \t]{0,3}>[ \t]?/gm, '')
    .replace(
      /^([ \t]*)[*+-][ \t]+\[( |x|X)\][ \t]+/gm,
      (_, indent: string, mark: string) => `${indent}${mark === ' ' ? '☐' : '☑'} `,
    )
    .replace(/^([ \t]*)[*+-][ \t]+/gm, '$1• ')
    .replace(/(\*\*|__|~~)(?=\S)([^\n]{0,500}?\S)\1/g, '$2')
    .replace(/(?<![\w*\\])\*(?=[^\s*])([^*\n]{0,500}?[^\s*\\])\*(?![\w*])/g, '$1')
    .replace(/(?<![\w_\\])_(?=[^\s_])([^_\n]{0,500}?[^\s_\\])_(?![\w_])/g, '$1')
    .replace(/`([^`\n]+)`/g, '$1')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
