import * as z from 'zod/mini';
import type { Cycle, IssueRef, Person, Team, TrackerNames, WorkflowState } from '../../ports/issue-tracker.ts';
import { compareStates } from '../../ports/issue-words.ts';
import { cycleFields, linkedIssue, page, person, team, toRef, workflowState } from './answer-shapes.ts';
import type { Ask } from './ask.ts';
import { CYCLES, NAMES, PEOPLE, STATES, SUGGESTIONS, TEAMS } from './documents.ts';
import { there } from './failure.ts';
import { followPages } from './pages.ts';

/** The port promises no more; a team that has worked for years has hundreds. */
const PAST_CYCLES = 10;

const teamsAnswer = z.object({ teams: page(team) });
const peopleAnswer = z.object({ users: page(person) });
const cyclesAnswer = z.object({ team: z.object({ ...team.shape, cycles: page(cycleFields) }) });
const suggestionsAnswer = z.object({ issues: z.object({ nodes: z.array(linkedIssue) }) });
const statesAnswer = z.object({ workflowStates: page(z.object({ id: z.string(), ...workflowState.shape })) });
const namesAnswer = z.object({
  workflowStates: page(workflowState),
  issueLabels: page(z.object({ name: z.string(), isGroup: z.boolean() })),
  projects: page(z.object({ name: z.string() })),
});

export async function readTeams(ask: Ask): Promise<readonly Team[]> {
  const found = await followPages({
    document: TEAMS.name,
    keys: ['teams'],
    ask: ({ teams }) => ask(TEAMS, teamsAnswer, teams === undefined ? {} : { after: teams }),
  });
  return there(TEAMS, found).teams.nodes;
}

export async function readPeople(ask: Ask): Promise<readonly Person[]> {
  const found = await followPages({
    document: PEOPLE.name,
    keys: ['users'],
    ask: ({ users }) => ask(PEOPLE, peopleAnswer, users === undefined ? {} : { after: users }),
  });
  return there(PEOPLE, found)
    .users.nodes.filter(({ app, isActive }) => !app && isActive)
    .map(toPerson);
}

/** Without what only Linear knows of them. */
function toPerson({ id, name, displayName, email, isActive }: Person): Person {
  return { id, name, displayName, email, isActive };
}

/** The cycles around now, by number; none when there is no such team. */
export async function readCycles(ask: Ask, teamId: string): Promise<readonly Cycle[]> {
  const found = await followPages({
    document: CYCLES.name,
    keys: ['cycles'],
    ask: async ({ cycles: after }) =>
      (await ask(CYCLES, cyclesAnswer, { teamId, ...(after !== undefined && { after }) }))?.team ?? null,
    isEnough: (_, { cycles }) => isNewestFirst(cycles.nodes) && pastOf(cycles.nodes).length >= PAST_CYCLES,
  });
  if (found === null) return [];
  const { cycles, ...ofTeam } = found;
  const byNumber = cycles.nodes.map((cycle) => ({ ...cycle, team: ofTeam })).toSorted((a, b) => a.number - b.number);
  const past = new Set(pastOf(byNumber).slice(-PAST_CYCLES));
  return byNumber.filter((cycle) => cycle.when !== 'past' || past.has(cycle));
}

function pastOf<C extends Pick<Cycle, 'when'>>(cycles: readonly C[]): readonly C[] {
  return cycles.filter(({ when }) => when === 'past');
}

/** Linear orders by creation and a team's cycles are created in their order, but it does not promise that. */
function isNewestFirst(cycles: readonly Pick<Cycle, 'number'>[]): boolean {
  return cycles.every(({ number }, index) => number < (cycles[index - 1]?.number ?? Number.POSITIVE_INFINITY));
}

export async function readSuggestions(
  ask: Ask,
  filter: Readonly<Record<string, unknown>>,
  limit: number,
): Promise<readonly IssueRef[]> {
  const answer = await ask(SUGGESTIONS, suggestionsAnswer, { filter, first: limit });
  return there(SUGGESTIONS, answer).issues.nodes.map(toRef);
}

/** The names of all teams together, each once; states in workflow order, the others by alphabet. */
export async function readNames(ask: Ask): Promise<TrackerNames> {
  const found = await followPages({
    document: NAMES.name,
    keys: ['workflowStates', 'issueLabels', 'projects'],
    ask: ({ workflowStates: states, issueLabels: labels, projects }) =>
      ask(NAMES, namesAnswer, {
        ...(states !== undefined && { states }),
        ...(labels !== undefined && { labels }),
        ...(projects !== undefined && { projects }),
      }),
  });
  const { workflowStates, issueLabels, projects } = there(NAMES, found);
  // A group only holds other labels; no issue has it.
  const labels = issueLabels.nodes.filter(({ isGroup }) => !isGroup);
  return {
    states: eachOnce(workflowStates.nodes)
      .toSorted(compareStates)
      .map(({ name }) => name),
    labels: eachOnce(labels)
      .map(({ name }) => name)
      .toSorted(byAlphabet),
    projects: eachOnce(projects.nodes)
      .map(({ name }) => name)
      .toSorted(byAlphabet),
  };
}

/** Archived ones are left out, as everywhere at Linear. */
export async function readStates(ask: Ask): Promise<ReadonlyMap<string, WorkflowState>> {
  const found = await followPages({
    document: STATES.name,
    keys: ['workflowStates'],
    ask: ({ workflowStates: after }) => ask(STATES, statesAnswer, after === undefined ? {} : { after }),
  });
  return new Map(there(STATES, found).workflowStates.nodes.map(({ id, ...state }) => [id, state]));
}

/** Filters compare without case, so names that differ only in case are one. */
function eachOnce<T extends { readonly name: string }>(named: readonly T[]): readonly T[] {
  const byKey = new Map<string, T>();
  for (const one of named) if (!byKey.has(one.name.toLowerCase())) byKey.set(one.name.toLowerCase(), one);
  return [...byKey.values()];
}

function byAlphabet(a: string, b: string): number {
  return a.localeCompare(b, 'en', { sensitivity: 'base', numeric: true });
}
