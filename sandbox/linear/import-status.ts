import type { ImportLine } from './import-columns.ts';
import type { StateType } from './workspace.ts';

const NAMES: readonly (readonly [StateType, readonly string[]])[] = [
  ['triage', ['triage']],
  ['backlog', ['backlog', 'icebox', 'someday', 'ideas']],
  ['unstarted', ['todo', 'to do', 'to-do', 'planned', 'ready', 'next', 'up next', 'selected for development']],
  ['started', ['in progress', 'in review', 'review', 'doing', 'in development', 'testing', 'qa', 'ready for review']],
  ['completed', ['done', 'completed', 'shipped', 'released', 'merged', 'deployed', 'closed']],
  ['canceled', ['canceled', 'cancelled', "won't do", "won't fix", 'wont fix', 'abandoned']],
  ['duplicate', ['duplicate']],
];

const BY_NAME = new Map(NAMES.flatMap(([type, names]) => names.map((name) => [name, type] as const)));

/**
 * The category of a workflow state, which Linear's export does not tell. A usual name decides; otherwise the times of the
 * issues in that state do, by majority: completed, canceled, started, and none of them means that they wait.
 */
export function inferStateType(name: string, lines: readonly ImportLine[]): StateType {
  const known = BY_NAME.get(name.toLowerCase());
  if (known) return known;
  const votes = new Map<StateType, number>();
  for (const line of lines) {
    const vote = voteOf(line);
    votes.set(vote, (votes.get(vote) ?? 0) + 1);
  }
  return [...votes].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'unstarted';
}

function voteOf(line: ImportLine): StateType {
  if (line.cell('Completed') !== '') return 'completed';
  if (line.cell('Canceled') !== '') return 'canceled';
  return line.cell('Started') !== '' ? 'started' : 'unstarted';
}
