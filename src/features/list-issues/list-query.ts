import type { FeaturePorts } from '../../ports/command.ts';
import { type Found, findByName, findPerson, findTeam } from '../../ports/find-by-name.ts';
import type { Dated, IssueFilter, Person, Priority } from '../../ports/issue-tracker.ts';
import { personName } from '../../ports/issue-words.ts';

/** What to list, with names as Linear has them. */
export interface ListQuery {
  /** Null: all teams. */
  readonly teamKey: string | null;
  /** `open`, `all`, or the name of a workflow state. */
  readonly state: string;
  /** Null: whoever; `nobody`: issues without an assignee. */
  readonly assignee: { readonly id: string; readonly name: string } | 'nobody' | null;
  readonly label: string | null;
  readonly project: string | null;
  readonly priority: Priority | null;
  readonly text: string | null;
}

export type QueryOutcome =
  | { readonly kind: 'query'; readonly query: ListQuery; readonly sources: readonly Dated<unknown>[] }
  | {
      readonly kind: 'unknown-name';
      readonly option: string;
      readonly typed: string;
      readonly near: readonly string[];
      readonly isAmbiguous: boolean;
    }
  | { readonly kind: 'default-team-unknown'; readonly typed: string }
  | { readonly kind: 'not-connected' };

/** The closed list of priorities; the place in the list is Linear's number. */
const PRIORITY_WORDS = ['none', 'urgent', 'high', 'medium', 'low'] as const;

type Problem = Exclude<QueryOutcome, { kind: 'query' }>;
type Step<T> = { readonly kind: 'ok'; readonly value: T; readonly sources?: readonly Dated<unknown>[] } | Problem;

/** The query that the options mean; the first name that Linear does not know ends it. Asks Linear only for what is needed. */
export async function readQuery(
  ports: FeaturePorts,
  options: Readonly<Record<string, string | number | boolean>>,
  askerId: string,
): Promise<QueryOutcome> {
  const typed = (name: string) => String(options[name] ?? '').trim();
  const team = await teamOf(ports, typed('team'));
  if (team.kind !== 'ok') return team;
  const state = await stateOf(ports, typed('state'));
  if (state.kind !== 'ok') return state;
  const assignee = await assigneeOf(ports, typed('assignee'), askerId);
  if (assignee.kind !== 'ok') return assignee;
  const label = await nameOf(ports, 'label', typed('label'));
  if (label.kind !== 'ok') return label;
  const project = await nameOf(ports, 'project', typed('project'));
  if (project.kind !== 'ok') return project;
  const priority = priorityOf(typed('priority'));
  if (priority.kind !== 'ok') return priority;
  const query: ListQuery = {
    teamKey: team.value,
    state: state.value,
    assignee: assignee.value,
    label: label.value,
    project: project.value,
    priority: priority.value,
    text: typed('text') || null,
  };
  return {
    kind: 'query',
    query,
    sources: [team, state, assignee, label, project].flatMap((step) => step.sources ?? []),
  };
}

export function filterOf(query: ListQuery): IssueFilter {
  const { assignee } = query;
  return {
    state: query.state,
    ...(query.teamKey === null ? {} : { teamKey: query.teamKey }),
    ...(assignee === null ? {} : { assigneeId: assignee === 'nobody' ? 'none' : assignee.id }),
    ...(query.label === null ? {} : { label: query.label }),
    ...(query.project === null ? {} : { project: query.project }),
    ...(query.priority === null ? {} : { priority: query.priority }),
    ...(query.text === null ? {} : { text: query.text }),
  };
}

async function teamOf(ports: FeaturePorts, typed: string): Promise<Step<string | null>> {
  const wanted = typed || (ports.defaultTeam?.trim() ?? '');
  if (wanted === '' || wanted.toLowerCase() === 'all') return { kind: 'ok', value: null };
  const teams = await ports.tracker.teams();
  const found = findTeam(teams.value, wanted);
  if (found.kind === 'found') return { kind: 'ok', value: found.item.key, sources: [teams] };
  if (typed === '') return { kind: 'default-team-unknown', typed: wanted };
  const near = (found.near.length > 0 ? found.near : teams.value).map((team) => team.key);
  return { kind: 'unknown-name', option: 'team', typed, near, isAmbiguous: found.isAmbiguous };
}

async function stateOf(ports: FeaturePorts, typed: string): Promise<Step<string>> {
  const word = typed.toLowerCase() || 'open';
  if (word === 'open' || word === 'all') return { kind: 'ok', value: word };
  const names = await ports.tracker.names();
  return stepOf('state', findName(names.value.states, typed), names);
}

async function assigneeOf(ports: FeaturePorts, typed: string, askerId: string): Promise<Step<ListQuery['assignee']>> {
  switch (typed.toLowerCase()) {
    case '':
      return { kind: 'ok', value: null };
    case 'nobody':
    case 'none':
      return { kind: 'ok', value: 'nobody' };
    case 'me': {
      const link = await ports.links.ofDiscordUser(askerId);
      return link
        ? { kind: 'ok', value: { id: link.trackerUserId, name: link.trackerName } }
        : { kind: 'not-connected' };
    }
    default:
      return personOf(await ports.tracker.people(), typed);
  }
}

function personOf(people: Dated<readonly Person[]>, typed: string): Step<ListQuery['assignee']> {
  const found = findPerson(people.value, typed);
  if (found.kind === 'not-found')
    return {
      kind: 'unknown-name',
      option: 'assignee',
      typed,
      near: found.near.map((person) => (found.isAmbiguous ? person.displayName : personName(person))),
      isAmbiguous: found.isAmbiguous,
    };
  return { kind: 'ok', value: { id: found.item.id, name: personName(found.item) }, sources: [people] };
}

async function nameOf(ports: FeaturePorts, option: 'label' | 'project', typed: string): Promise<Step<string | null>> {
  if (typed === '') return { kind: 'ok', value: null };
  const names = await ports.tracker.names();
  return stepOf(option, findName(option === 'label' ? names.value.labels : names.value.projects, typed), names);
}

function priorityOf(typed: string): Step<Priority | null> {
  if (typed === '') return { kind: 'ok', value: null };
  const index = PRIORITY_WORDS.findIndex((word) => word === typed.toLowerCase());
  if (index < 0) return { kind: 'unknown-name', option: 'priority', typed, near: PRIORITY_WORDS, isAmbiguous: false };
  return { kind: 'ok', value: index as Priority };
}

/** Two teams may use the same name for a state or a label: that is one name. */
function findName(names: readonly string[], typed: string): Found<string> {
  const once = [...new Map(names.map((name) => [name.toLowerCase(), name])).values()];
  return findByName(once, typed, (name) => [name]);
}

function stepOf(option: string, found: Found<string>, source: Dated<unknown>): Step<string> {
  return found.kind === 'found'
    ? { kind: 'ok', value: found.item, sources: [source] }
    : { ...found, kind: 'unknown-name', option };
}
