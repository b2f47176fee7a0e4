import type { Sprint } from '../../ports/issue-tracker.ts';
import { isDropped } from '../../ports/issue-words.ts';
import type { Picture } from '../../ports/pictures.ts';
import { burnUpOf, burnUpPicture } from '../../ports/sprint-picture.ts';
import {
  type Panel,
  type SmallMultiples,
  smallMultiples,
  smallMultiplesAlt,
} from '../../shared/charts/small-multiples.ts';
import type { Reader } from '../../shared/digest-plan.ts';
import { groupBy } from '../../shared/group-by.ts';
import { clip, number, plural } from '../../shared/text/words.ts';
import type { Standing } from './outlook.ts';

const DAY_MS = 86_400_000;
const MAX_ALT_CHARS = 1_000;

/** Sprints for those who steer and those who build; projects for those who tell the world. Null when there is nothing to draw. */
export function digestPicture(reader: Reader, standings: readonly Standing[], now: Date): Picture | null {
  const drawn = standings.filter(({ scope }) => scope > 0);
  if (drawn.length === 0) return null;
  if (reader === 'leadership' || reader === 'developers') return sprintsPicture(drawn, now);
  return projectsPicture(
    drawn.map(({ sprint }) => sprint),
    now,
  );
}

function sprintsPicture(standings: readonly Standing[], now: Date): Picture | null {
  const [only] = standings;
  if (only && standings.length === 1) return burnUpPicture(only.sprint, now);
  return pictureOf('sprints.png', {
    title: 'Running sprints',
    subtitle: 'By day, as Linear counts them',
    whenEmpty: 'No sprint is running.',
    panels: standings.map((standing) => sprintPanel(standing, now)),
  });
}

function sprintPanel({ sprint, done, scope, unit, day, days, verdict }: Standing, now: Date): Panel {
  const data = burnUpOf(sprint, now);
  const words = { done: ', all done', late: ', late', tight: ', tight', 'on-track': ', on track', 'too-early': '' }[
    verdict
  ];
  return {
    kind: 'progress',
    name: sprint.cycle.team.name,
    verdict: `${number(done)} of ${plural(scope, unit.slice(0, -1))}, day ${day} of ${days}${words}`,
    tone: verdict === 'late' ? 'bad' : verdict === 'done' || verdict === 'on-track' ? 'good' : 'neutral',
    days,
    scope: data.scope,
    done: data.done,
    started: data.started,
  };
}

function projectsPicture(sprints: readonly Sprint[], now: Date): Picture | null {
  const issues = sprints.flatMap((sprint) =>
    sprint.issues
      .filter(({ state, project }) => project !== null && !isDropped(state))
      .map((issue) => ({ issue, sprint })),
  );
  const start = Math.min(...sprints.map(({ cycle }) => cycle.startsAt.getTime()));
  const end = Math.max(...sprints.map(({ cycle }) => cycle.endsAt.getTime()));
  const days = Math.max(1, Math.ceil((end - start) / DAY_MS));
  const past = Math.max(0, Math.min(days, Math.ceil((now.getTime() - start) / DAY_MS)));
  const panels = [...groupBy(issues, ({ issue }) => issue.project ?? '').entries()]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([project, theirs]): Panel => {
      const at = (day: number): number => Math.min(start + (day + 1) * DAY_MS, now.getTime());
      const count = (isCounted: (one: (typeof theirs)[number], end: number) => boolean): readonly number[] =>
        Array.from({ length: past }, (_, day) => theirs.filter((one) => isCounted(one, at(day))).length);
      const isBy = (date: Date | null, moment: number): boolean => date !== null && date.getTime() <= moment;
      const done = theirs.filter(({ issue }) => issue.state.type === 'completed').length;
      return {
        kind: 'progress',
        name: project,
        verdict: `${done} of ${plural(theirs.length, 'issue')} finished`,
        tone: done === theirs.length ? 'good' : 'neutral',
        days,
        scope: count(({ issue, sprint }, moment) => isBy(issue.addedToCycleAt ?? sprint.cycle.startsAt, moment)),
        done: count(({ issue }, moment) => isBy(issue.completedAt, moment)),
        started: count(({ issue }, moment) => isBy(issue.startedAt, moment) && !isBy(issue.completedAt, moment)),
      };
    });
  if (panels.length === 0) return null;
  return pictureOf('projects.png', {
    title: 'Projects in the running sprints',
    subtitle: 'Issues by day',
    whenEmpty: 'No issue of the running sprints has a project.',
    panels,
  });
}

function pictureOf(name: string, data: SmallMultiples): Picture {
  return { name, alt: clip(smallMultiplesAlt(data), MAX_ALT_CHARS), svg: smallMultiples(data) };
}
