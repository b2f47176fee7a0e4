import type { Clock } from '../../src/shared/clock.ts';
import { type CyclePhase, phasesOf } from './cycle-phase.ts';
import { isUuid } from './uuid.ts';
import type { CycleRow, IssueRow, ProjectRow, Row, StateRow, TeamRow, UserRow, Workspace } from './workspace.ts';

/** A workspace with its look-ups. After a row was added or a reference changed, call `touch`. */
export class LinearStore {
  readonly workspace: Workspace;
  readonly clock: Clock;
  #cache = new Map<string, unknown>();
  #version = 0;

  constructor(workspace: Workspace, clock: Clock) {
    this.workspace = workspace;
    this.clock = clock;
  }

  now(): Date {
    return this.clock.now();
  }

  /** Linear's counter of sync operations. */
  get version(): number {
    return this.#version;
  }

  touch(): void {
    this.#version += 1;
    this.#cache.clear();
  }

  /** The row with this id in the given collection. */
  byId<T extends Row>(rows: readonly T[], id: string | null): T | null {
    if (id === null) return null;
    return this.#index('id', rows, (row) => row.id).get(id)?.[0] ?? null;
  }

  /** The rows whose `key` is `value`: the other side of a reference. */
  referring<T extends Row, K extends keyof T & string>(rows: readonly T[], key: K, value: T[K]): readonly T[] {
    return this.#index(key, rows, (row) => row[key]).get(value) ?? [];
  }

  user = (id: string | null): UserRow | null => this.byId(this.workspace.users, id);
  state = (id: string): StateRow => must(this.byId(this.workspace.states, id), 'state', id);
  team = (id: string): TeamRow => must(this.byId(this.workspace.teams, id), 'team', id);
  project = (id: string | null): ProjectRow | null => this.byId(this.workspace.projects, id);
  cycle = (id: string | null): CycleRow | null => this.byId(this.workspace.cycles, id);
  issue = (id: string | null): IssueRow | null => this.byId(this.workspace.issues, id);

  /** An issue by its UUID or its identifier (`ENG-12`). */
  findIssue(idOrIdentifier: string): IssueRow | null {
    if (isUuid(idOrIdentifier)) return this.issue(idOrIdentifier.toLowerCase());
    const byIdentifier = this.#index('identifier', this.workspace.issues, (issue) => this.identifierOf(issue));
    return byIdentifier.get(idOrIdentifier)?.[0] ?? null;
  }

  /** A team by its UUID or its key. */
  findTeam(idOrKey: string): TeamRow | null {
    return this.workspace.teams.find(({ id, key }) => id === idOrKey || key === idOrKey) ?? null;
  }

  identifierOf(issue: IssueRow): string {
    return `${this.team(issue.teamId).key}-${issue.number}`;
  }

  /** How a cycle stands among the cycles of its team right now. */
  phaseOf(cycle: CycleRow): CyclePhase {
    const cycles = this.referring(this.workspace.cycles, 'teamId', cycle.teamId);
    return must(phasesOf(cycles, this.now()).get(cycle.id) ?? null, 'cycle', cycle.id);
  }

  activeCycleOf(teamId: string): CycleRow | null {
    const cycles = this.referring(this.workspace.cycles, 'teamId', teamId);
    return cycles.find((cycle) => this.phaseOf(cycle).isActive) ?? null;
  }

  /** Issues that block this one and are still open: not completed, canceled or a duplicate. */
  openBlockersOf(issue: IssueRow): readonly IssueRow[] {
    return this.referring(this.workspace.relations, 'relatedIssueId', issue.id)
      .filter(({ type }) => type === 'blocks')
      .flatMap(({ issueId }) => this.issue(issueId) ?? [])
      .filter((blocker) => isOpen(this.state(blocker.stateId)));
  }

  #index<T>(name: string, rows: readonly T[], keyOf: (row: T) => unknown): ReadonlyMap<unknown, readonly T[]> {
    const collection = Object.entries(this.workspace).find(([, value]) => value === rows)?.[0] ?? '';
    const slot = `${collection}.${name}`;
    const cached = this.#cache.get(slot) as Map<unknown, T[]> | undefined;
    if (cached) return cached;
    const index = new Map<unknown, T[]>();
    for (const row of rows) {
      const key = keyOf(row);
      const bucket = index.get(key);
      if (bucket) bucket.push(row);
      else index.set(key, [row]);
    }
    this.#cache.set(slot, index);
    return index;
  }
}

function isOpen(state: StateRow): boolean {
  return state.type !== 'completed' && state.type !== 'canceled' && state.type !== 'duplicate';
}

function must<T>(row: T | null, what: string, id: string): T {
  if (row === null) throw new Error(`The sandbox's workspace is broken: there is no ${what} ${id}.`);
  return row;
}
