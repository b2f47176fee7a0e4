import type { ImportLine } from './import-columns.ts';
import type { UserRow } from './workspace.ts';
import { userRow } from './workspace-parts.ts';

/**
 * The people of an export, who are only names or e-mail addresses in it. The name stays as it is; the short name is made
 * from it. Whoever made most issues comes first. An export without anybody gets one person, because a key belongs to one.
 */
export function importedPeople(lines: readonly ImportLine[], joined: string): readonly UserRow[] {
  const made = new Map<string, number>();
  for (const line of lines) {
    const [creator, assignee] = [line.cell('Creator'), line.cell('Assignee')];
    if (creator !== '') made.set(creator, (made.get(creator) ?? 0) + 1);
    if (assignee !== '') made.set(assignee, made.get(assignee) ?? 0);
  }
  const names = [...made].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  const taken = new Set<string>();
  return (names.length > 0 ? names : ['You']).map((name) => {
    const displayName = unique(shortName(name), taken);
    const email = name.includes('@') ? name : `${displayName}@imported.invalid`;
    return userRow({ displayName, name, title: null, email, joined });
  });
}

function shortName(name: string): string {
  const local = name.split('@')[0] ?? name;
  return local.trim().toLocaleLowerCase('en').replace(/\s+/g, '.') || 'somebody';
}

function unique(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let count = 2; taken.has(name); count += 1) name = `${wanted}${count}`;
  taken.add(name);
  return name;
}
