import type { Command } from '../steps/step.ts';

const PLAIN = /^[\w@%+=:,./-]+$/;

/** A command as one would type it: arguments with blanks or signs in quotes, so that it can be copied into a shell. */
export function commandLine({ argv, environment }: Command): string {
  const variables = Object.entries(environment ?? {}).map(([name, value]) => `${name}=${quote(value)}`);
  return [...variables, ...argv.map(quote)].join(' ');
}

function quote(word: string): string {
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
