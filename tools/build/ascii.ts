/** A template that shows its source as it is written: the one place where an escape is not what it stands for. */
const RAW_TEMPLATE = /\braw`[^`]*[^\0-\x7f][^`]*`/;

/**
 * The same program in ASCII. esbuild escapes strings and names; what is left stands in comments, regular expressions
 * and tagged templates, where an escape means the same. One other character anywhere, and V8 keeps the whole file with
 * two bytes for each: 5 MB of memory for a few typographic apostrophes. Throws where an escape would be seen.
 */
export function toAscii(code: string): string {
  const [raw] = RAW_TEMPLATE.exec(code) ?? [];
  if (raw !== undefined) throw new Error(`A raw template has to be in ASCII, write it in another way: ${raw}`);
  return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
