/** A typed command line, taken apart but not yet understood. */
export interface SplitLine {
  /** Without the slash. */
  readonly command: string;
  /** Words before the first option: sub-commands, or the value of an option whose name was left out. */
  readonly bare: readonly Piece[];
  readonly named: readonly { readonly name: string; readonly value: Piece }[];
}

/** A text and whether it stood in quotes, which makes it a value and nothing else. */
export interface Piece {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** `name:` at the start of a word, but not the start of a link. */
const OPTION_START = /^([-_\p{L}\p{N}]{1,32}):(?!\/\/)/u;

/** Takes `/command bare words name:value name:"a value"` apart; null when it is no command line. */
export function splitLine(line: string): SplitLine | null {
  const head = /^\/([^\s:]+)(?:\s+|$)/u.exec(line.trimStart());
  if (!head?.[1]) return null;
  const bare: Piece[] = [];
  const named: { name: string; value: Piece }[] = [];
  for (const word of words(line.trimStart().slice(head[0].length))) {
    const option = word.isQuoted ? null : OPTION_START.exec(word.text);
    const last = named.at(-1);
    if (option?.[1]) named.push({ name: option[1], value: unquote(word.text.slice(option[0].length)) });
    else if (last && !last.value.isQuoted) last.value = joined(last.value, word);
    else bare.push(word);
  }
  return { command: head[1], bare, named };
}

function joined(before: Piece, word: Piece): Piece {
  if (before.text === '') return word;
  return { text: `${before.text} ${word.text}`, isQuoted: false };
}

/** Words at spaces; what stands in double quotes is one word, also after a colon. */
function words(text: string): Piece[] {
  return [...text.matchAll(/"([^"]*)"(?=\s|$)|[^\s"]*"[^"]*"|\S+/gu)].map(([whole, quoted]) =>
    quoted === undefined ? { text: whole, isQuoted: false } : { text: quoted, isQuoted: true },
  );
}

function unquote(text: string): Piece {
  const quoted = /^"([^"]*)"$/.exec(text)?.[1];
  return quoted === undefined ? { text, isQuoted: false } : { text: quoted, isQuoted: true };
}
