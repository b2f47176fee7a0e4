import { COMMANDS } from '../../src/features/registry.ts';
import type { Command } from '../../src/ports/command.ts';

/** The command with this name; a name that is gone is a mistake of the gallery. */
export function commandNamed(name: string): Command {
  const found = COMMANDS.find(({ spec }) => spec.name === name);
  if (found === undefined) throw new Error(`There is no /${name}; the gallery names it.`);
  return found;
}
