import type { Build, Deployment, PullRequest } from '../../ports/code-work.ts';
import type { FeaturePorts } from '../../ports/command.ts';
import type { Dated, Issue, Sprint, Team } from '../../ports/issue-tracker.ts';
import type { Movement } from '../../ports/movements.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { CATALOGUE, explain } from '../../shared/errors/catalogue.ts';

/** From `from` until before `to`. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
}

/** Everything that a digest is written from: facts, and which of them could not be had. */
export interface Sources {
  readonly teams: readonly Team[];
  /** Teams that were not asked, because there are too many. */
  readonly teamsLeftOut: number;
  /** Keys of the configuration that no team has. */
  readonly unknownTeams: readonly string[];
  /** The running sprint of each team that has one. */
  readonly sprints: readonly Sprint[];
  /** Issues with any activity in the period, as they are now. */
  readonly changed: readonly Issue[];
  /** There were more than we looked at. */
  readonly isChangedCut: boolean;
  readonly movements: readonly Movement[];
  readonly merged: readonly PullRequest[];
  readonly openPullRequests: readonly PullRequest[];
  readonly deployments: readonly Deployment[];
  /** Of the last days, newest first: a workflow that failed before the period still fails now. */
  readonly builds: readonly Build[];
  readonly hasHeard: Awaited<ReturnType<FeaturePorts['codeWork']['hasHeard']>>;
  /** What the tracker could not tell: its error in words, or since when its answers are old. Null: all is from now. */
  readonly missing:
    | { readonly kind: 'unasked'; readonly why: string }
    | { readonly kind: 'stale'; readonly asOf: Date }
    | null;
}

type FromTracker = Pick<
  Sources,
  'teams' | 'teamsLeftOut' | 'unknownTeams' | 'sprints' | 'changed' | 'isChangedCut' | 'missing'
>;

/** Each costs a request or two. */
const MOST_TEAMS = 8;
const PAGE_SIZE = 50;
const MOST_PAGES = 8;
const MOST_ROWS = 500;
const BUILD_DAYS_MS = 14 * 86_400_000;

/**
 * Asks everybody. A tracker that cannot be asked is a fact like others (`missing`), unless `isPatient` and it may answer
 * later: then the error is thrown, so that it can be tried again.
 */
export async function gather(
  ports: FeaturePorts,
  period: Period,
  options: { readonly teams: readonly string[]; readonly isPatient: boolean },
): Promise<Sources> {
  const { codeWork, movements } = ports;
  const recent = { since: period.from, limit: MOST_ROWS };
  const [tracker, remembered, pullRequests, openPullRequests, deployments, builds, hasHeard] = await Promise.all([
    fromTracker(ports, period, options),
    movements.between(period.from, period.to, MOST_ROWS),
    codeWork.pullRequests(recent),
    codeWork.openPullRequests(MOST_ROWS),
    codeWork.deployments(recent),
    codeWork.builds({ since: new Date(period.to.getTime() - BUILD_DAYS_MS), limit: MOST_ROWS }),
    codeWork.hasHeard(),
  ]);
  const isWanted = (teamKey: string): boolean => options.teams.length === 0 || options.teams.includes(teamKey);
  return {
    ...tracker,
    movements: remembered.filter(({ teamKey }) => isWanted(teamKey)),
    merged: pullRequests.filter(({ state, updatedAt }) => state === 'merged' && updatedAt < period.to),
    openPullRequests,
    deployments: deployments.filter(({ updatedAt }) => updatedAt < period.to),
    builds,
    hasHeard,
  };
}

async function fromTracker(
  ports: FeaturePorts,
  period: Period,
  { teams: wanted, isPatient }: { readonly teams: readonly string[]; readonly isPatient: boolean },
): Promise<FromTracker> {
  try {
    const all = await ports.tracker.teams();
    const meant = all.value.filter(({ key }) => wanted.length === 0 || wanted.includes(key.toUpperCase()));
    const teams = meant.slice(0, MOST_TEAMS);
    const [sprints, changed] = await Promise.all([
      Promise.all(teams.map((team) => runningSprint(ports, team))),
      changedIssues(ports, period, wanted),
    ]);
    const keys = new Set(meant.map(({ key }) => key));
    const answers = [all, changed, ...sprints.flatMap(({ answers: each }) => each)];
    return {
      teams,
      teamsLeftOut: meant.length - teams.length,
      unknownTeams: wanted.filter((key) => !meant.some((team) => team.key.toUpperCase() === key)),
      sprints: sprints.flatMap(({ sprint }) => (sprint === null ? [] : [sprint])),
      changed: changed.value.issues.filter(({ teamKey }) => keys.has(teamKey)),
      isChangedCut: changed.value.isCut,
      missing: staleness(answers),
    };
  } catch (error) {
    if (!(error instanceof AppError) || (isPatient && CATALOGUE[error.code].isRetryable)) throw error;
    const why = explain(error.code, error.facts).says;
    return {
      teams: [],
      teamsLeftOut: 0,
      unknownTeams: [],
      sprints: [],
      changed: [],
      isChangedCut: false,
      missing: { kind: 'unasked', why },
    };
  }
}

async function runningSprint(
  { tracker }: FeaturePorts,
  team: Team,
): Promise<{ readonly sprint: Sprint | null; readonly answers: readonly Dated<unknown>[] }> {
  const cycles = await tracker.cycles(team.id);
  const running = cycles.value.find(({ when }) => when === 'active');
  if (running === undefined) return { sprint: null, answers: [cycles] };
  const sprint = await tracker.sprint(running.id);
  return { sprint: sprint.value, answers: [cycles, sprint] };
}

/** Newest activity first, page by page, until it is older than the period. */
async function changedIssues(
  { tracker }: FeaturePorts,
  { from }: Period,
  wanted: readonly string[],
): Promise<Dated<{ readonly issues: readonly Issue[]; readonly isCut: boolean }>> {
  const [only] = wanted;
  const filter = { state: 'all', ...(only !== undefined && wanted.length === 1 ? { teamKey: only } : {}) };
  const issues: Issue[] = [];
  let after: string | undefined;
  for (let page = 0; ; page += 1) {
    const found = await tracker.issues(filter, { pageSize: PAGE_SIZE, ...(after === undefined ? {} : { after }) });
    const fresh = found.value.issues.filter(({ updatedAt }) => updatedAt >= from);
    issues.push(...fresh);
    const isEnd = fresh.length < found.value.issues.length || found.value.nextCursor === null;
    const isCut = !isEnd && page + 1 >= MOST_PAGES;
    if (isEnd || isCut) return { ...found, value: { issues, isCut } };
    after = found.value.nextCursor ?? undefined;
  }
}

function staleness(answers: readonly Dated<unknown>[]): Sources['missing'] {
  const stale = answers.filter(({ isStale }) => isStale).map(({ asOf }) => asOf.getTime());
  return stale.length === 0 ? null : { kind: 'stale', asOf: new Date(Math.min(...stale)) };
}
