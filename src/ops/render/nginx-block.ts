/** A part of a configuration of nginx. */
export type Lines = readonly string[];

/** `start { … }` with what is inside moved to the right. */
export function block(start: string, lines: Lines): Lines {
  return [`${start} {`, ...lines.map((line) => (line === '' ? '' : `    ${line}`)), '}'];
}
