import type { Issue, Sprint } from '../../ports/issue-tracker.ts';
import { blockerWords, cycleName, isDropped, isOpen, lastDayOf } from '../../ports/issue-words.ts';
import type { WatchedSprint } from '../../ports/sprint-watch.ts';
import { forecast } from '../../shared/forecast.ts';
import { NOTICE_KINDS } from '../../shared/notice-kinds.ts';
import { markdownLink, oneLine, safeLine } from '../../shared/text/markdown.ts';
import { clip, dateTag, daysBetween, list, number, percent, plural } from '../../shared/text/words.ts';
import { type News, NO_LIMITS } from './news.ts';

const MAX_NAME_CHARS = 60;
const MAX_TITLE_CHARS = 120;
const DAY_MS = 86_400_000;
/** More issues that are blocked at once are told in one sum. */
const MOST_APART = 5;

/** What a look at a cycle tells, and what to remember of it. `before` null: the first look, which only remembers. */
export interface SprintLook {
  readonly news: readonly News[];
  readonly watched: WatchedSprint;
}

/**
 * Compares a team's active cycle with what was seen of it last. `ended` is the one that was active then, when that is
 * another one.
 */
export function lookAtSprint(
  teamId: string,
  {
    active,
    ended,
    before,
  }: { readonly active: Sprint | null; readonly ended: Sprint | null; readonly before: WatchedSprint | null },
  now: Date,
): SprintLook {
  const isNew = before !== null && active !== null && before.cycleId !== active.cycle.id;
  const isSame = before !== null && active !== null && before.cycleId === active.cycle.id;
  const blocked = active === null ? [] : blockedOf(active);
  const wasBlocked = new Set(before?.blocked ?? []);
  const risk = isSame && !before.isRiskTold ? riskNews(active, now) : null;
  const news = [
    ...(ended === null ? [] : [endedNews(ended)]),
    ...(isNew ? [startedNews(active)] : []),
    ...(risk === null ? [] : [risk]),
    ...(before === null || active === null
      ? []
      : allBlockedNews(
          active,
          blocked.filter(({ id }) => !wasBlocked.has(id)),
        )),
    ...(isSame ? freedNews(active, before) : []),
  ];
  const watched = {
    teamId,
    cycleId: active?.cycle.id ?? null,
    isRiskTold: risk !== null || (isSame && before.isRiskTold),
    blocked: blocked.map(({ id }) => id),
  };
  return { news, watched };
}

function blockedOf({ issues }: Sprint): readonly Issue[] {
  return issues.filter((issue) => isOpen(issue.state) && issue.blockedBy.length > 0);
}

function counted({ issues }: Sprint): { readonly done: number; readonly total: number } {
  const kept = issues.filter((issue) => !isDropped(issue.state));
  return { done: kept.filter((issue) => !isOpen(issue.state)).length, total: kept.length };
}

function startedNews(sprint: Sprint): News {
  const { total } = counted(sprint);
  const kept = sprint.issues.filter((issue) => !isDropped(issue.state));
  const points = kept.reduce((sum, { estimate }) => sum + (estimate ?? 0), 0);
  const scope =
    total === 0
      ? 'no issue is in it yet'
      : points === 0
        ? plural(total, 'issue')
        : `${plural(total, 'issue')}, ${plural(points, 'point')}`;
  const line = `${NOTICE_KINDS['cycle-started'].mark} **Started** · ${scope} · until ${dateTag(lastDayOf(sprint.cycle))}`;
  return cycleNews(sprint, { kind: 'cycle-started', line, tone: 'neutral' });
}

function endedNews(sprint: Sprint): News {
  const { done, total } = counted(sprint);
  if (total === 0) {
    const line = `${NOTICE_KINDS['cycle-done'].mark} **Ended** · no issue was in it`;
    return cycleNews(sprint, { kind: 'cycle-done', line, tone: 'neutral' });
  }
  const left = total - done;
  const open = left === 0 ? 'nothing left open' : `${left} left open`;
  const line = `${NOTICE_KINDS['cycle-done'].mark} **Ended** · ${done} of ${plural(total, 'issue')} done (${percent(done, total)} %) · ${open}`;
  return cycleNews(sprint, { kind: 'cycle-done', line, tone: left === 0 ? 'good' : 'neutral' });
}

/** At risk is what would not even get done at the upper end of the pace so far. */
function riskNews(sprint: Sprint, now: Date): News | null {
  const { done, total } = counted(sprint);
  const { startsAt, endsAt } = sprint.cycle;
  const totalDays = daysBetween(startsAt, endsAt);
  const daysOver = Math.floor((now.getTime() - startsAt.getTime()) / DAY_MS);
  const outlook = forecast({
    start: startsAt,
    totalDays,
    doneByDay: sprint.completedIssueCountHistory.slice(0, daysOver),
    doneNow: done,
  });
  if (outlook === null || outlook.end.high >= total) return null;
  const blocked = blockedOf(sprint).length;
  const likely = `at the pace so far about ${number(Math.round(outlook.end.likely))} will be`;
  const facts = [
    `${done} of ${plural(total, 'issue')} done on day ${Math.min(totalDays, daysOver + 1)} of ${totalDays}`,
    `${likely}, hardly more than ${number(Math.floor(outlook.end.high))}`,
    ...(blocked === 0 ? [] : [`${blocked} blocked`]),
  ];
  const line = `${NOTICE_KINDS['cycle-at-risk'].mark} **At risk** · ${facts.join(' · ')}`;
  return cycleNews(sprint, { kind: 'cycle-at-risk', line, tone: 'attention' });
}

function cycleNews({ cycle }: Sprint, told: Pick<News, 'kind' | 'line' | 'tone'>): News {
  const team = safeLine(clip(oneLine(cycle.team.name), MAX_NAME_CHARS));
  return {
    topic: `cycle:${cycle.id}`,
    title: `${team}: ${safeLine(clip(cycleName(cycle), MAX_NAME_CHARS))}`,
    url: null,
    about: { ...NO_LIMITS, teams: [cycle.team.key] },
    personal: [],
    actorId: null,
    ...told,
  };
}

/** One by one while they are few; a cycle that begins with many blocked issues would flood the channel. */
function allBlockedNews(sprint: Sprint, issues: readonly Issue[]): readonly News[] {
  if (issues.length <= MOST_APART) return issues.map(blockedNews);
  const named = issues.slice(0, MOST_APART).map(({ identifier, url }) => markdownLink(identifier, url));
  const line = `${NOTICE_KINDS['issue-blocked'].mark} **${issues.length} issues are blocked** · ${list([...named, `${issues.length - named.length} more`])}`;
  const sum = cycleNews(sprint, { kind: 'issue-blocked', line, tone: 'attention' });
  // Who has one of them hears which.
  return [sum, ...issues.map((issue) => ({ ...blockedNews(issue), kind: null }))];
}

function blockedNews(issue: Issue): News {
  const line = `${NOTICE_KINDS['issue-blocked'].mark} **Blocked** · waits for ${blockerWords(issue)}`;
  return { ...issueNews(issue, line), kind: 'issue-blocked', tone: 'attention' };
}

/** Told to who has it: the board shows the others. */
function freedNews({ issues }: Sprint, { blocked }: WatchedSprint): readonly News[] {
  const was = new Set(blocked);
  return issues
    .filter((issue) => was.has(issue.id) && isOpen(issue.state) && issue.blockedBy.length === 0)
    .map((issue) => ({
      ...issueNews(issue, '🟢 **Free again** · nothing blocks it any more'),
      kind: null,
      tone: 'good',
    }));
}

function issueNews(issue: Issue, line: string): Omit<News, 'kind' | 'tone'> {
  return {
    topic: `issue:${issue.id}`,
    title: `${safeLine(issue.identifier)} ${safeLine(clip(oneLine(issue.title), MAX_TITLE_CHARS)) || '(no title)'}`,
    url: issue.url,
    line,
    about: {
      teams: [issue.teamKey],
      projects: issue.project === null ? [] : [issue.project],
      labels: issue.labels,
      branches: null,
    },
    personal: issue.assignee === null ? [] : [{ trackerUserId: issue.assignee.id, kind: 'blocked', line }],
    actorId: null,
  };
}
