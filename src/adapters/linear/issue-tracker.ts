import type { ChangeFinder, MissedChanges } from '../../ports/change-finder.ts';
import type {
  Cycle,
  Dated,
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
} from '../../ports/issue-tracker.ts';
import type {
  CreatedComment,
  CreatedIssue,
  IssueChange,
  IssueLink,
  IssueUpdate,
  NewComment,
  NewIssue,
} from '../../ports/issue-writes.ts';
import type { Ask } from './ask.ts';
import { AnswerCache, type Freshness } from './cache.ts';
import { Calls } from './calls.ts';
import { LinearClient, type LinearClientOptions } from './client.ts';
import { isIdentifierOf, suggestionFilter, toLinearFilter } from './filter.ts';
import { Flight } from './flight.ts';
import { tellSlow } from './health.ts';
import { type MissedOptions, readMissedChanges } from './missed-changes.ts';
import { readDetail } from './read-detail.ts';
import { readIssuePage, readSprint } from './read-issues.ts';
import { readCycles, readNames, readPeople, readStates, readSuggestions, readTeams } from './read-workspace.ts';
import { DEFAULT_TIMEOUTS, type LinearTimeouts } from './timeouts.ts';
import { createComment, createIssue, linkIssue, trashIssue, updateIssue } from './write-issues.ts';

export interface LinearIssueTrackerOptions extends LinearClientOptions {
  readonly timeouts?: Partial<LinearTimeouts>;
  /** For the jitter of retries. */
  readonly random?: () => number;
}

export interface LinearIssueTracker extends IssueTracker, ChangeFinder {
  /**
   * Loads the SDK and asks for the teams, so that the first question is quick and `/status` knows how Linear is. Never
   * rejects: a Linear that is down shows on the health board.
   */
  warmUp(): Promise<void>;
  /** Somebody told us that work has changed: issues, cycles and lists are asked for anew, names and people are not. */
  outdateWork(): void;
}

/** Long enough for the buttons of one reply and for people who look at the same sprint, short enough to trust it. */
const WORK_FRESH_MS = 15_000;
/** Teams, people, cycles and names change rarely, and autocomplete asks for them with every key. */
const NAMES_FRESH_MS = 60_000;
/** A sprint of 300 issues takes about half a megabyte. */
const MAX_VIEWS = 200;
/** Apart, because everything that somebody types is a question of its own and would push the views out. */
const MAX_SUGGESTIONS = 100;
const MAX_PAGE = 50;
const IDENTIFIER = /^[a-z0-9]+-\d{1,9}$/i;
const CYCLE_ID = /^[\w-]{1,64}$/;

/** Linear behind our port: asked economically, patient with its failures, honest about the age of its answers. */
export function linearIssueTracker(options: LinearIssueTrackerOptions): LinearIssueTracker {
  const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
  const client = new LinearClient(options);
  const { clock, metrics, health, random = Math.random } = options;
  const calls = new Calls({ client, clock, timeouts, random });
  const cache = { clock, metrics, patienceMs: timeouts.patienceMs, failureMs: timeouts.failureMs };
  const onSlow = () => tellSlow(health);
  const views = new AnswerCache({ ...cache, onSlow, maxEntries: MAX_VIEWS });
  const suggestions = new AnswerCache({ ...cache, onSlow, maxEntries: MAX_SUGGESTIONS });
  health.tell('linear', 'starting', 'Linear has not been asked yet.');
  return new CachedLinear({ client, calls, views, suggestions, timeouts });
}

interface Parts {
  readonly client: LinearClient;
  readonly calls: Calls;
  readonly views: AnswerCache;
  readonly suggestions: AnswerCache;
  readonly timeouts: LinearTimeouts;
}

class CachedLinear implements LinearIssueTracker {
  readonly #parts: Parts;
  readonly #work: Freshness;
  readonly #names: Freshness;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { budgetMs } = parts.timeouts;
    this.#work = { freshMs: WORK_FRESH_MS, budgetMs };
    this.#names = { freshMs: NAMES_FRESH_MS, budgetMs };
  }

  async warmUp(): Promise<void> {
    const { client } = this.#parts;
    // What is wrong is told to whoever asks next.
    await client
      .warmUp()
      .then(() => this.teams())
      .catch(() => {});
  }

  outdateWork(): void {
    this.#parts.views.outdate((key) => /^\["(?:issue|issues|sprint|cycles)"/.test(key));
    this.#parts.suggestions.outdate();
  }

  teams(): Promise<Dated<readonly Team[]>> {
    return this.#view(['teams'], this.#names, readTeams);
  }

  people(): Promise<Dated<readonly Person[]>> {
    return this.#view(['people'], this.#names, readPeople);
  }

  cycles(teamId: string): Promise<Dated<readonly Cycle[]>> {
    return this.#view(['cycles', teamId], this.#names, (ask) => readCycles(ask, teamId));
  }

  sprint(cycleId: string): Promise<Dated<Sprint | null>> {
    const isPossible = CYCLE_ID.test(cycleId);
    return this.#view(['sprint', cycleId], this.#work, async (ask) => (isPossible ? readSprint(ask, cycleId) : null));
  }

  issue(identifier: string): Promise<Dated<IssueDetail | null>> {
    const wanted = identifier.trim().toUpperCase();
    const isPossible = IDENTIFIER.test(wanted);
    return this.#view(['issue', wanted], this.#work, async (ask) => (isPossible ? readDetail(ask, wanted) : null));
  }

  issues(filter: IssueFilter, page: { readonly pageSize: number; readonly after?: string }): Promise<Dated<IssuePage>> {
    const wanted = { ...page, pageSize: clampPage(page.pageSize) };
    const linearFilter = toLinearFilter(filter);
    return this.#view(['issues', linearFilter, wanted], this.#work, (ask) => readIssuePage(ask, linearFilter, wanted));
  }

  async suggestIssues(text: string, limit: number): Promise<Dated<readonly IssueRef[]>> {
    const wanted = text.trim().toLowerCase();
    const first = clampPage(limit);
    const { suggestions, timeouts } = this.#parts;
    const freshness = { freshMs: WORK_FRESH_MS, budgetMs: timeouts.suggestionBudgetMs };
    return suggestions.get(keyOf([wanted, first]), freshness, async (flight) => {
      const found = await readSuggestions(this.#within(flight), suggestionFilter(wanted), first);
      return found.toSorted((a, b) => rank(wanted, a) - rank(wanted, b));
    });
  }

  names(): Promise<Dated<TrackerNames>> {
    return this.#view(['names'], this.#names, readNames);
  }

  states(): Promise<Dated<ReadonlyMap<string, WorkflowState>>> {
    return this.#view(['states'], this.#names, readStates);
  }

  createIssue(issue: NewIssue): Promise<CreatedIssue> {
    return this.#write((ask) => createIssue(ask, issue));
  }

  update(issueId: string, change: IssueChange): Promise<IssueUpdate> {
    return this.#write((ask) => updateIssue(ask, issueId, change));
  }

  comment(comment: NewComment): Promise<CreatedComment | null> {
    return this.#write((ask) => createComment(ask, comment));
  }

  linkMessage(link: IssueLink): Promise<boolean> {
    return this.#write((ask) => linkIssue(ask, link));
  }

  trash(issueId: string): Promise<boolean> {
    return this.#write((ask) => trashIssue(ask, issueId));
  }

  async missedChanges(since: Date, options: MissedOptions): Promise<MissedChanges> {
    const flight = new Flight(this.#parts.timeouts.budgetMs);
    try {
      return await readMissedChanges(this.#within(flight), since, options);
    } finally {
      flight.end();
    }
  }

  async #write<T>(write: (ask: Ask) => Promise<T>): Promise<T> {
    const { views, suggestions, timeouts } = this.#parts;
    const flight = new Flight(timeouts.budgetMs);
    try {
      return await write(this.#within(flight));
    } finally {
      flight.end();
      // Also after a failure: it may have been done all the same.
      views.outdate();
      suggestions.outdate();
    }
  }

  #view<T>(question: readonly unknown[], freshness: Freshness, read: (ask: Ask) => Promise<T>): Promise<Dated<T>> {
    return this.#parts.views.get(keyOf(question), freshness, (flight) => read(this.#within(flight)));
  }

  #within(flight: Flight): Ask {
    return (document, shape, variables) => this.#parts.calls.ask({ document, shape, variables }, flight);
  }
}

function keyOf(question: readonly unknown[]): string {
  return JSON.stringify(question);
}

function clampPage(size: number): number {
  return Math.min(MAX_PAGE, Math.max(1, Math.trunc(size) || 1));
}

/** The issue whose identifier was typed comes first. */
function rank(text: string, { identifier }: IssueRef): number {
  return isIdentifierOf(text, identifier) ? 0 : 1;
}
