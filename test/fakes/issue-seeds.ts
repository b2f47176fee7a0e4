import { compareStates } from '../../src/ports/issue-words.ts';
import type { CreatedComment, IssueChange, IssueLink, NewComment, NewIssue } from '../../src/ports/issue-writes.ts';
import { AppError } from '../../src/shared/errors/app-error.ts';
import { type IssueSeed, STATES, type Workspace } from './workspace.ts';

/** The issues of the fake tracker, which can be changed: by the rules of the port for writing. */
export class IssueSeeds {
  readonly #workspace: Workspace;
  readonly #trashed = new Set<string>();
  readonly #comments = new Map<string, string>();
  #all: readonly IssueSeed[];

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    this.#all = workspace.issues;
  }

  /** Those that are not in the bin. */
  all(): readonly IssueSeed[] {
    return this.#all.filter((seed) => !this.#trashed.has(seed.identifier));
  }

  withId(id: string): IssueSeed | undefined {
    return this.#all.find((seed) => idOf(seed) === id);
  }

  create(wanted: NewIssue, now: Date): { seed: IssueSeed; isNew: boolean; missingProject: string | null } {
    const known = this.withId(wanted.id);
    if (known) return { seed: known, isNew: false, missingProject: null };
    const team = this.#workspace.teams.find(({ id }) => id === wanted.teamId);
    const assignee = this.#shortName(wanted.assigneeId);
    if (!team || assignee === undefined)
      throw new AppError('LINEAR_NOT_THERE', { facts: { what: 'such team or person' } });
    const numbers = this.#all.map(({ identifier }) => Number(identifier.split('-')[1]));
    const project = this.#all.find((seed) => seed.project?.toLowerCase() === wanted.project?.toLowerCase())?.project;
    const seed: IssueSeed = {
      id: wanted.id,
      identifier: `${team.key}-${1 + Math.max(0, ...numbers)}`,
      title: wanted.title,
      description: wanted.description ?? null,
      state: 'Backlog',
      priority: wanted.priority ?? 0,
      assignee,
      labels: this.#labels([], wanted.labels ?? []),
      project: wanted.project === undefined ? null : (project ?? null),
      createdAt: now.toISOString(),
      updatedAt: now.toISOString(),
    };
    this.#all = [...this.#all, seed];
    const missingProject = wanted.project !== undefined && !project ? wanted.project : null;
    return { seed, isNew: true, missingProject };
  }

  change(id: string, change: IssueChange, now: Date): { seed: IssueSeed } | { states: readonly string[] } | null {
    const seed = this.withId(id);
    if (!seed) return null;
    const { state: wanted, assigneeId, addLabels = [], removeLabels = [], ...plain } = change;
    const states = Object.values(STATES).toSorted(compareStates);
    const state =
      wanted &&
      states.find((each) =>
        'name' in wanted ? each.name.toLowerCase() === wanted.name.trim().toLowerCase() : each.type === wanted.type,
      );
    if (wanted && !state) return { states: states.map(({ name }) => name) };
    const assignee = this.#shortName(assigneeId);
    if (assigneeId && assignee === undefined)
      throw new AppError('LINEAR_NOT_THERE', { facts: { what: 'such person' } });
    const removed = removeLabels.map((name) => name.toLowerCase());
    const left = (seed.labels ?? []).filter((name) => !removed.includes(name.toLowerCase()));
    return {
      seed: this.#put({
        ...seed,
        ...plain,
        ...(state && { state }),
        ...(assigneeId !== undefined && { assignee: assignee ?? null }),
        labels: this.#labels(left, addLabels),
        updatedAt: now.toISOString(),
      }),
    };
  }

  comment({ id, issueId, body }: NewComment, now: Date): CreatedComment | null {
    const seed = this.withId(issueId);
    if (!seed) return null;
    const url =
      this.#comments.get(id) ?? `${seed.url ?? `https://linear.app/acme/issue/${seed.identifier}`}#comment-${id}`;
    const isNew = !this.#comments.has(id);
    const comments = [...(seed.comments ?? []), { author: 'Onomancer', body, at: now.toISOString() }];
    if (isNew) this.#put({ ...seed, comments, updatedAt: now.toISOString() });
    this.#comments.set(id, url);
    return { url, isNew };
  }

  link({ issueId, url, title }: IssueLink): boolean {
    const seed = this.withId(issueId);
    if (!seed) return false;
    const others = (seed.attachments ?? []).filter((attachment) => attachment.url !== url);
    this.#put({ ...seed, attachments: [...others, { title, url }] });
    return true;
  }

  trash(id: string): boolean {
    const seed = this.withId(id);
    if (seed) this.#trashed.add(seed.identifier);
    return seed !== undefined;
  }

  #put(seed: IssueSeed): IssueSeed {
    this.#all = this.#all.map((each) => (each.identifier === seed.identifier ? seed : each));
    return seed;
  }

  /** Null for nobody, undefined for somebody who is not there. */
  #shortName(personId: string | null | undefined): string | null | undefined {
    if (personId === undefined || personId === null) return null;
    return this.#workspace.people.find(({ id }) => id === personId)?.displayName;
  }

  /** A label that is there keeps its spelling. */
  #labels(own: readonly string[], added: readonly string[]): readonly string[] {
    const known = new Map(this.#all.flatMap(({ labels = [] }) => labels.map((name) => [name.toLowerCase(), name])));
    const names = [...own, ...added.map((name) => known.get(name.trim().toLowerCase()) ?? name.trim())];
    return names.filter((name, at) => names.findIndex((each) => each.toLowerCase() === name.toLowerCase()) === at);
  }
}

export function idOf(seed: IssueSeed): string {
  return seed.id ?? `id-${seed.identifier.toLowerCase()}`;
}
