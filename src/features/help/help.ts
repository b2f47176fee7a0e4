import { AUDIENCES, mayUse } from '../../ports/audience.ts';
import type { Audience, CommandSpec } from '../../ports/command.ts';
import { findByName } from '../../ports/find-by-name.ts';

interface HelpGroup {
  readonly audience: Audience;
  readonly commands: readonly CommandSpec[];
}

export type HelpOutcome =
  | { readonly kind: 'overview'; readonly groups: readonly HelpGroup[]; readonly withheld: number }
  | { readonly kind: 'command'; readonly spec: CommandSpec }
  | { readonly kind: 'no-such-command'; readonly typed: string; readonly near: readonly CommandSpec[] };

/** What this person is told: only what they may use; the rest is a number. */
export function help(commands: readonly CommandSpec[], audiences: ReadonlySet<Audience>, typed: string): HelpOutcome {
  const usable = usableBy(commands, audiences);
  const name = typed.trim().replace(/^\//, '');
  if (name !== '') {
    const found = findByName(usable, name, (spec) => [spec.name]);
    return found.kind === 'found'
      ? { kind: 'command', spec: found.item }
      : { kind: 'no-such-command', typed: name, near: found.near };
  }
  const groups = AUDIENCES.map((audience) => ({
    audience,
    commands: usable.filter((spec) => spec.audience === audience).sort((a, b) => a.name.localeCompare(b.name)),
  }));
  return {
    kind: 'overview',
    groups: groups.filter((group) => group.commands.length > 0),
    withheld: commands.length - usable.length,
  };
}

export function usableBy(commands: readonly CommandSpec[], audiences: ReadonlySet<Audience>): readonly CommandSpec[] {
  return commands.filter((spec) => mayUse(audiences, spec.audience));
}
