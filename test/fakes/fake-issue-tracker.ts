import type {
  Cycle,
  Dated,
  Issue,
  IssueDetail,
  IssueFilter,
  IssuePage,
  IssueRef,
  IssueTracker,
  Person,
  Sprint,
  Team,
  TrackerNames,
  WorkflowState,
} from '../../src/ports/issue-tracker.ts';
import type {
  CreatedComment,
  CreatedIssue,
  IssueChange,
  IssueLink,
  IssueUpdate,
  NewComment,
  NewIssue,
} from '../../src/ports/issue-writes.ts';
import type { Clock } from '../../src/shared/clock.ts';
import { AppError } from '../../src/shared/errors/app-error.ts';
import type { ErrorCode } from '../../src/shared/errors/catalogue.ts';
import { IssueSeeds, idOf } from './issue-seeds.ts';
import { type IssueSeed, STATES, type Workspace } from './workspace.ts';

const LONG_AGO = '2026-01-01T00:00:00Z';
const MAX_PAST_CYCLES = 10;

/** An issue tracker in memory, with the rules of the port; it can be made stale, or fail. */
/** A state as some teams have it; no issue of a sample workspace is in it. */
const BLOCKED: WorkflowState = { name: 'Blocked', type: 'started', position: 2 };

export class FakeIssueTracker implements IssueTracker {
  readonly #workspace: Workspace;
  readonly #seeds: IssueSeeds;
  readonly #clock: Clock;
  #staleSince: Date | null = null;
  #failure: ErrorCode | null = null;
  /** What was asked, in order: `issues`, `sprint` … */
  readonly asked: string[] = [];

  constructor(workspace: Workspace, clock: Clock) {
    this.#workspace = workspace;
    this.#seeds = new IssueSeeds(workspace);
    this.#clock = clock;
  }

  /** From now on every answer is an old one. */
  goStale(since: string): void {
    this.#staleSince = new Date(since);
  }

  /** From now on there is no answer at all. */
  failWith(code: ErrorCode | null): void {
    this.#failure = code;
  }

  async teams(): Promise<Dated<readonly Team[]>> {
    return this.#answer('teams', () => this.#workspace.teams);
  }

  async people(): Promise<Dated<readonly Person[]>> {
    return this.#answer('people', () => this.#workspace.people.filter((person) => person.isActive));
  }

  async cycles(teamId: string): Promise<Dated<readonly Cycle[]>> {
    return this.#answer('cycles', () => {
      const all = this.#cyclesOf((cycle) => cycle.team.id === teamId).sort((a, b) => a.number - b.number);
      const past = all.filter((cycle) => cycle.when === 'past').slice(-MAX_PAST_CYCLES);
      return [...past, ...all.filter((cycle) => cycle.when !== 'past')];
    });
  }

  async sprint(cycleId: string): Promise<Dated<Sprint | null>> {
    return this.#answer('sprint', () => {
      const seed = this.#workspace.cycles.find(({ cycle }) => cycle.id === cycleId);
      if (!seed) return null;
      return {
        cycle: seed.cycle,
        issues: this.#issues().filter((issue) => issue.cycle?.id === cycleId),
        scopeHistory: seed.scopeHistory ?? [],
        completedScopeHistory: seed.completedScopeHistory ?? [],
        inProgressScopeHistory: seed.inProgressScopeHistory ?? [],
        issueCountHistory: seed.issueCountHistory ?? [],
        completedIssueCountHistory: seed.completedIssueCountHistory ?? [],
      };
    });
  }

  async issue(identifier: string): Promise<Dated<IssueDetail | null>> {
    return this.#answer('issue', () => {
      const seed = this.#seed(identifier);
      return seed ? this.#detail(seed) : null;
    });
  }

  async issues(
    filter: IssueFilter,
    page: { readonly pageSize: number; readonly after?: string },
  ): Promise<Dated<IssuePage>> {
    if (page.pageSize < 1 || page.pageSize > 50) throw new Error(`A page size of ${page.pageSize} is not 1 to 50.`);
    return this.#answer('issues', () => {
      const all = this.#issues()
        .filter((issue) => this.#passes(issue, filter))
        .sort((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime());
      const from = page.after === undefined ? 0 : Number(page.after.replace('after-', ''));
      const to = from + page.pageSize;
      return { issues: all.slice(from, to), nextCursor: to < all.length ? `after-${to}` : null };
    });
  }

  async suggestIssues(text: string, limit: number): Promise<Dated<readonly IssueRef[]>> {
    return this.#answer('suggestIssues', () => {
      const words = text.toLowerCase().split(/\s+/).filter(Boolean);
      return this.#issues()
        .sort((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime())
        .filter((issue) => words.every((word) => `${issue.identifier} ${issue.title}`.toLowerCase().includes(word)))
        .slice(0, limit)
        .map(refOf);
    });
  }

  async names(): Promise<Dated<TrackerNames>> {
    return this.#answer('names', () => {
      const issues = this.#issues();
      return {
        states: [...new Set(Object.values(STATES).map((state) => state.name))],
        labels: [...new Set(issues.flatMap((issue) => issue.labels))].sort(),
        projects: [...new Set(issues.flatMap((issue) => issue.project ?? []))].sort(),
      };
    });
  }

  async states(): Promise<Dated<ReadonlyMap<string, WorkflowState>>> {
    return this.#answer(
      'states',
      () => new Map([...Object.values(STATES), BLOCKED].map((state) => [`state-${state.name}`, state])),
    );
  }

  async createIssue(wanted: NewIssue): Promise<CreatedIssue> {
    const { seed, ...rest } = this.#answer('createIssue', () => this.#seeds.create(wanted, this.#clock.now())).value;
    return { issue: this.#issue(seed), ...rest };
  }

  async update(issueId: string, change: IssueChange): Promise<IssueUpdate> {
    const done = this.#answer('update', () => this.#seeds.change(issueId, change, this.#clock.now())).value;
    if (done === null) return { kind: 'no-such-issue' };
    return 'seed' in done ? { kind: 'updated', issue: this.#issue(done.seed) } : { kind: 'no-such-state', ...done };
  }

  async comment(comment: NewComment): Promise<CreatedComment | null> {
    return this.#answer('comment', () => this.#seeds.comment(comment, this.#clock.now())).value;
  }

  async linkMessage(link: IssueLink): Promise<boolean> {
    return this.#answer('linkMessage', () => this.#seeds.link(link)).value;
  }

  async trash(issueId: string): Promise<boolean> {
    return this.#answer('trash', () => this.#seeds.trash(issueId)).value;
  }

  #answer<T>(method: string, value: () => T): Dated<T> {
    this.asked.push(method);
    if (this.#failure) throw new AppError(this.#failure);
    return { value: value(), asOf: this.#staleSince ?? this.#clock.now(), isStale: this.#staleSince !== null };
  }

  #cyclesOf(keep: (cycle: Cycle) => boolean): Cycle[] {
    return this.#workspace.cycles.map((seed) => seed.cycle).filter(keep);
  }

  #seed(identifier: string): IssueSeed | undefined {
    return this.#seeds.all().find((seed) => seed.identifier.toLowerCase() === identifier.toLowerCase());
  }

  #issues(): Issue[] {
    return this.#seeds.all().map((seed) => this.#issue(seed));
  }

  #passes(issue: Issue, filter: IssueFilter): boolean {
    const isSame = (a: string | null, b: string) => a?.toLowerCase() === b.toLowerCase();
    const text = filter.text?.toLowerCase();
    const description = this.#seed(issue.identifier)?.description ?? '';
    return (
      (filter.teamKey === undefined || isSame(issue.teamKey, filter.teamKey)) &&
      (filter.state === undefined || passesState(issue.state, filter.state)) &&
      (filter.assigneeId === undefined || (issue.assignee?.id ?? 'none') === filter.assigneeId) &&
      (filter.label === undefined || issue.labels.some((label) => isSame(label, filter.label ?? ''))) &&
      (filter.project === undefined || isSame(issue.project, filter.project)) &&
      (filter.priority === undefined || issue.priority === filter.priority) &&
      (text === undefined || `${issue.title} ${description}`.toLowerCase().includes(text))
    );
  }

  #issue(seed: IssueSeed): Issue {
    const teamKey = seed.identifier.split('-')[0] ?? '';
    const assignee = this.#workspace.people.find((person) => person.displayName === seed.assignee);
    const cycle = this.#cyclesOf((each) => each.team.key === teamKey && each.number === seed.cycle)[0];
    return {
      ...this.#ref(seed),
      id: idOf(seed),
      teamKey,
      priority: seed.priority ?? 0,
      estimate: seed.estimate ?? null,
      assignee: assignee ? { id: assignee.id, name: assignee.name, displayName: assignee.displayName } : null,
      project: seed.project ?? null,
      labels: seed.labels ?? [],
      dueDate: seed.dueDate ?? null,
      createdAt: new Date(seed.createdAt ?? LONG_AGO),
      updatedAt: new Date(seed.updatedAt ?? LONG_AGO),
      startedAt: dateOrNull(seed.startedAt),
      completedAt: dateOrNull(seed.completedAt),
      addedToCycleAt: dateOrNull(seed.addedToCycleAt),
      cycle: cycle ? { id: cycle.id, number: cycle.number, name: cycle.name } : null,
      blockedBy: this.#refs(seed.blockedBy ?? []).filter((ref) => passesState(ref.state, 'open')),
    };
  }

  #detail(seed: IssueSeed): IssueDetail {
    const comments = seed.comments ?? [];
    const latest = comments.at(-1);
    const others = this.#seeds.all();
    return {
      ...this.#issue(seed),
      description: seed.description ?? null,
      creator: seed.creator ?? null,
      parent: this.#refs(seed.parent ? [seed.parent] : [])[0] ?? null,
      children: others.filter((other) => other.parent === seed.identifier).map((other) => this.#ref(other)),
      blocks: others.filter((other) => other.blockedBy?.includes(seed.identifier)).map((other) => this.#ref(other)),
      attachments: seed.attachments ?? [],
      comments: {
        count: comments.length,
        hasMore: false,
        latest: latest ? { author: latest.author, body: latest.body, at: new Date(latest.at) } : null,
      },
    };
  }

  #refs(identifiers: readonly string[]): IssueRef[] {
    return identifiers.flatMap((identifier) => {
      const seed = this.#seed(identifier);
      return seed ? [this.#ref(seed)] : [];
    });
  }

  #ref(seed: IssueSeed): IssueRef {
    return {
      identifier: seed.identifier,
      title: seed.title ?? `Title of ${seed.identifier}`,
      url: seed.url ?? `https://linear.app/acme/issue/${seed.identifier}`,
      state: typeof seed.state === 'object' ? seed.state : STATES[seed.state ?? 'Todo'],
    };
  }
}

function refOf({ identifier, title, url, state }: IssueRef): IssueRef {
  return { identifier, title, url, state };
}

function dateOrNull(text: string | null | undefined): Date | null {
  return text ? new Date(text) : null;
}

function passesState(state: WorkflowState, wanted: string): boolean {
  switch (wanted.toLowerCase()) {
    case 'all':
      return true;
    case 'open':
      return !['completed', 'canceled', 'duplicate'].includes(state.type);
    default:
      return state.name.toLowerCase() === wanted.toLowerCase();
  }
}
