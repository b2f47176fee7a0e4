import { foldName, nearest } from '../shared/text/nearest.ts';
import type { Person, Team } from './issue-tracker.ts';

/** What somebody meant by a name: found, or what comes close. `isAmbiguous`: all of `near` fit equally well. */
export type Found<T> =
  | { readonly kind: 'found'; readonly item: T }
  | { readonly kind: 'not-found'; readonly typed: string; readonly near: readonly T[]; readonly isAmbiguous: boolean };

const MAX_NEAR = 5;

/**
 * The one item with that name, without regard to case: exactly, or the only one that comes down to the same letters and
 * digits, or the only one that starts so. Never a guess between several.
 */
export function findByName<T>(items: readonly T[], typed: string, namesOf: (item: T) => readonly string[]): Found<T> {
  const wanted = typed.trim().toLowerCase();
  const folded = foldName(typed);
  const passes: readonly ((name: string) => boolean)[] = [
    (name) => name.toLowerCase() === wanted,
    (name) => folded !== '' && foldName(name) === folded,
    (name) => wanted !== '' && name.toLowerCase().startsWith(wanted),
  ];
  for (const isMatch of passes) {
    const matches = items.filter((item) => namesOf(item).some((name) => isMatch(name.trim())));
    if (matches.length === 1 && matches[0] !== undefined) return { kind: 'found', item: matches[0] };
    if (matches.length > 1) return { kind: 'not-found', typed, near: matches.slice(0, MAX_NEAR), isAmbiguous: true };
  }
  return { kind: 'not-found', typed, near: nearest(items, typed, { limit: MAX_NEAR, namesOf }), isAmbiguous: false };
}

/** By key, name or id. */
export function findTeam(teams: readonly Team[], typed: string): Found<Team> {
  const exact = teams.find((team) => team.id === typed || team.key.toLowerCase() === typed.trim().toLowerCase());
  return exact ? { kind: 'found', item: exact } : findByName(teams, typed, (team) => [team.name]);
}

/** By id, full name, short name or e-mail address. */
export function findPerson(people: readonly Person[], typed: string): Found<Person> {
  const exact = people.find(
    (person) => person.id === typed || person.email.toLowerCase() === typed.trim().toLowerCase(),
  );
  return exact
    ? { kind: 'found', item: exact }
    : findByName(people, typed, (person) => [person.name, person.displayName]);
}
