import { AppError } from '../../src/shared/errors/app-error.ts';
import { createComment, relate } from './mutate-content.ts';
import { archiveIssue, createIssue, updateIssue } from './mutate-issue.ts';
import type { Answering } from './resolver.ts';
import type { CycleRow, IssueRow, ProjectRow, Row } from './workspace.ts';

/** What somebody changes about an issue, in words. */
export interface IssueWish {
  readonly state?: string;
  /** Short name of a person, or `nobody`. */
  readonly assignee?: string;
  /** 0 to 4, or `urgent`, `high`, `medium`, `low`, `none`. */
  readonly priority?: string;
  readonly title?: string;
  /** Name of a label to add. */
  readonly label?: string;
}

const PRIORITIES = ['none', 'urgent', 'high', 'medium', 'low'];

/** Somebody who works in the sandbox's Linear as in its app. What is not there is refused with the names that are. */
export class LinearPerson {
  readonly name: string;
  readonly #answering: Answering;

  constructor(answering: Omit<Answering, 'actorId'>, displayName: string) {
    const { users } = answering.store.workspace;
    const user = pick(users, displayName, { what: 'person in Linear', namesOf: (row) => [row.displayName, row.name] });
    this.name = user.name;
    this.#answering = { ...answering, actorId: user.id };
  }

  create(team: string, title: string, wish: Omit<IssueWish, 'title'> = {}): IssueRow {
    const { teams } = this.#answering.store.workspace;
    const { id } = pick(teams, team, { what: 'team', namesOf: (row) => [row.key, row.name] });
    return createIssue(this.#answering, { teamId: id, title, ...this.#input(id, wish) });
  }

  change(identifier: string, wish: IssueWish): IssueRow {
    const issue = this.#issue(identifier);
    const { title } = wish;
    const input = { ...this.#input(issue.teamId, wish), ...(title === undefined ? {} : { title }) };
    return updateIssue(this.#answering, issue.id, input);
  }

  comment(identifier: string, body: string): void {
    createComment(this.#answering, { issueId: this.#issue(identifier).id, body });
  }

  /** The one issue waits for the other. */
  block(identifier: string, by: string): void {
    const issueId = this.#issue(by).id;
    relate(this.#answering, { issueId, relatedIssueId: this.#issue(identifier).id, type: 'blocks' });
  }

  trash(identifier: string): void {
    archiveIssue(this.#answering, { id: this.#issue(identifier).id, trash: true });
  }

  /** Renames the running cycle of a team. */
  renameCycle(team: string, name: string): CycleRow {
    const { store } = this.#answering;
    const { id } = pick(store.workspace.teams, team, { what: 'team', namesOf: (row) => [row.key, row.name] });
    const cycle = store.activeCycleOf(id);
    if (!cycle) throw refused(`Team ${team} has no running cycle.`, 'Another team may have one.');
    return this.#edit('Cycle', cycle, { name });
  }

  describeProject(project: string, description: string): ProjectRow {
    const { projects } = this.#answering.store.workspace;
    return this.#edit('Project', pick(projects, project, { what: 'project', namesOf: (row) => [row.name] }), {
      description,
    });
  }

  #edit<T extends Row>(type: 'Cycle' | 'Project', row: T, values: Partial<T>): T {
    const { store, changes, actorId } = this.#answering;
    const at = store.now().toISOString();
    const before = Object.keys(values).map((key) => [key, row[key as keyof T]]);
    const updatedFrom = { updatedAt: row.updatedAt, ...(Object.fromEntries(before) as Record<string, unknown>) };
    Object.assign(row, values, { updatedAt: at });
    store.touch();
    changes.tell({ at, action: 'update', type, id: row.id, actorId, updatedFrom });
    return row;
  }

  #issue(identifier: string): IssueRow {
    const issue = this.#answering.store.findIssue(identifier.trim().toUpperCase());
    if (!issue) throw refused(`There is no issue "${identifier}" in Linear.`, 'Name one as ENG-12.');
    return issue;
  }

  #input(teamId: string, { state, assignee, priority, label }: IssueWish): Readonly<Record<string, unknown>> {
    const { users, states, labels } = this.#answering.store.workspace;
    const own = states.filter((row) => row.teamId === teamId);
    const usable = labels.filter((row) => !row.isGroup && (row.teamId === null || row.teamId === teamId));
    const named = { namesOf: (row: { readonly name: string }) => [row.name] };
    const person = (name: string) => {
      const isThere = {
        what: 'person in Linear',
        namesOf: (row: (typeof users)[number]) => [row.displayName, row.name],
      };
      return name === 'nobody' ? null : pick(users, name, isThere).id;
    };
    return {
      ...(state !== undefined && { stateId: pick(own, state, { what: 'state', ...named }).id }),
      ...(assignee !== undefined && { assigneeId: person(assignee) }),
      ...(priority !== undefined && { priority: priorityOf(priority) }),
      ...(label !== undefined && { addedLabelIds: [pick(usable, label, { what: 'label', ...named }).id] }),
    };
  }
}

function priorityOf(text: string): number {
  const number = /^[0-4]$/.test(text) ? Number(text) : PRIORITIES.indexOf(text.toLowerCase());
  if (number < 0) throw refused(`"${text}" is no priority.`, `Priorities: ${PRIORITIES.join(', ')}, or 0 to 4.`);
  return number;
}

/** By one of its names, without case. */
function pick<T>(rows: readonly T[], name: string, by: { what: string; namesOf: (row: T) => readonly string[] }): T {
  const wanted = name.trim().toLowerCase();
  const found = rows.find((row) => by.namesOf(row).some((one) => one.toLowerCase() === wanted));
  if (found) return found;
  const names = rows.map((row) => by.namesOf(row)[0] ?? '').join(', ');
  throw refused(`There is no ${by.what} "${name}".`, `There are: ${names}.`);
}

function refused(problem: string, wanted: string): AppError {
  return new AppError('INPUT_INVALID', { facts: { problem, wanted } });
}
