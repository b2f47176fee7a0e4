import { oneLine } from '../text/markdown.ts';

/** The font that the product ships (DejaVu Sans Condensed): how wide its letters are, and which ones it has. */

/** Widths of the characters from space to `~`, in hundredths of the font size, as the font's own table says. */
const ASCII_WIDTHS = [
  29, 36, 41, 75, 57, 85, 70, 25, 35, 35, 45, 75, 29, 32, 29, 30, 57, 57, 57, 57, 57, 57, 57, 57, 57, 57, 30, 30, 75,
  75, 75, 48, 90, 62, 62, 63, 69, 57, 52, 70, 68, 27, 27, 59, 50, 78, 67, 71, 54, 71, 63, 57, 55, 66, 62, 89, 62, 55,
  62, 35, 30, 35, 75, 45, 45, 55, 57, 49, 57, 55, 32, 57, 57, 25, 25, 52, 25, 88, 57, 55, 57, 57, 37, 47, 35, 57, 53,
  74, 53, 53, 47, 57, 30, 57, 75,
] as const;
/** Wider than nine of ten others, so that text that was fitted does not run out of its place. */
const OTHER_WIDTH = 72;
const BOLD_FACTOR = 1.14;

/** What the font lacks: most of all East Asian scripts. */
const UNDRAWABLE = new RegExp(
  `[^${String.raw`\u{20}-\u{7E}\u{A0}-\u{2E9}\u{300}-\u{34F}\u{374}-\u{525}\u{531}-\u{587}\u{5D0}-\u{5EA}\u{621}-\u{655}\u{660}-\u{6BF}\u{6F0}-\u{6FE}\u{10A0}-\u{10C5}\u{10D0}-\u{10FC}\u{1E00}-\u{1FFE}\u{2000}-\u{200A}\u{2010}-\u{2064}\u{20A0}-\u{20B5}\u{2100}-\u{218B}\u{2190}-\u{2311}\u{2500}-\u{269C}`}]+`,
  'gu',
);
/** One emoji: a key, a flag, or a sign with everything that is joined to it. Signs that the font has as letters are none. */
const EMOJI_SIGN = String.raw`(?![\u{A9}\u{AE}\u{2000}-\u{269C}](?!\u{FE0F}))\p{Extended_Pictographic}[\u{FE0F}\u{1F3FB}-\u{1F3FF}]*[\u{E0020}-\u{E007F}]*`;
const EMOJI = new RegExp(
  String.raw`[#*0-9]\u{FE0F}?\u{20E3}|\p{RI}\p{RI}|${EMOJI_SIGN}(?:\u{200D}${EMOJI_SIGN})*`,
  'gu',
);

/** What is left of emoji, and what joins letters of scripts: nothing to draw. */
const JOINERS = /\u200C|\u200D|\uFE0E|\uFE0F/gu;

/**
 * The text on one line, as the shipped font can draw it: without emoji, and with `…` where words in another script are
 * left out. The message around a picture says the same with all of its letters.
 */
export function drawable(text: string): string {
  const drawn = oneLine(text)
    .replace(EMOJI, '')
    .replace(JOINERS, '')
    .replace(UNDRAWABLE, '…')
    .replace(/…(?:\s*…)+/g, '…');
  return drawn.replace(/\s+/g, ' ').trim();
}

/** Width of a line of drawable text at this font size, never much less than what is drawn. */
export function textWidth(text: string, size: number, isBold = false): number {
  let hundredths = 0;
  for (const char of text) hundredths += ASCII_WIDTHS[(char.codePointAt(0) ?? 0) - 32] ?? OTHER_WIDTH;
  return (hundredths / 100) * size * (isBold ? BOLD_FACTOR : 1);
}

/** As much of the text as fits into `maxWidth`, with an ellipsis when something is missing; empty when not even that fits. */
export function fitted(
  text: string,
  maxWidth: number,
  look: { readonly size: number; readonly isBold?: boolean },
): string {
  const line = drawable(text);
  if (textWidth(line, look.size, look.isBold) <= maxWidth) return line;
  let kept = '';
  for (const char of line) {
    if (textWidth(`${kept}${char}…`, look.size, look.isBold) > maxWidth) break;
    kept += char;
  }
  return kept.trim() === '' ? '' : `${kept.trimEnd()}…`;
}
