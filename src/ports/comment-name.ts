/**
 * Comments that somebody makes through the bot stand in Linear under the name of its API key, so their first line names
 * the person. Written and read here, so that a notice can say who spoke.
 */
const NAMED = /^\*\*(.{1,80}?)\*\* in Discord:\n\n/;

/** The text of a comment with the name of who speaks, which is Markdown, escaped. */
export function withName(name: string, text: string): string {
  return `**${name}** in Discord:\n\n${text}`;
}

/** Who is said to speak in a comment, and what. Plain text: anybody in Linear can write such a line. Null without one. */
export function nameIn(body: string): { readonly name: string; readonly text: string } | null {
  const match = NAMED.exec(body);
  const name = match?.[1];
  if (match === null || name === undefined) return null;
  return { name: name.replaceAll(/\\(.)/g, '$1'), text: body.slice(match[0].length) };
}
