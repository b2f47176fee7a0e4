/**
 * The text as every SQLite binding gives it back: without NUL (some cut there) and without halves of surrogate pairs
 * (UTF-8 has none). Both become U+FFFD, the sign for "not a character".
 */
export function storableText(text: string): string {
  return text.replace(/\0|\p{Surrogate}/gu, '\uFFFD');
}
