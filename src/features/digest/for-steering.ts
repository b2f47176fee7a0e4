import { safeLine } from '../../shared/text/markdown.ts';
import { clip, plural } from '../../shared/text/words.ts';
import { productionLines } from './code-lines.ts';
import { byDueDate, dayOf, only } from './issue-kinds.ts';
import { type Moved, openIssues } from './moves.ts';
import { decisions } from './next-steps.ts';
import { projectStandings } from './outlook.ts';
import type { Material, Written } from './readers.ts';
import { blockerLine, countsOf, named, riskLines, standingLine } from './sections.ts';

/** Important first: urgent is 1, none is 0 and comes last. */
const byPriority = (a: Moved, b: Moved): number => (a.priority || 5) - (b.priority || 5);

/** Where it stands, what is at risk and why, what to decide. */
export function forLeadership({ sources, moves, outlook }: Material): Written {
  const finished = only(moves, 'done').toSorted(byPriority);
  const counts = countsOf(moves);
  return {
    headline: outlook.standings.map(standingLine),
    sections: [
      { name: '⚠️ At risk, and why', lines: riskLines(outlook) },
      { name: `⛔ Held up: ${outlook.blocked.length}`, lines: outlook.blockers.map(blockerLine), maxLines: 4 },
      {
        name: 'What moved',
        lines: [...(counts === '' ? [] : [`**${counts}**`]), ...finished.map(({ issue }) => `✅ ${named(issue)}`)],
      },
      { name: 'Live', lines: productionLines(sources), maxLines: 4 },
      { name: 'To decide', lines: decisions(outlook) },
    ],
  };
}

/** By project: finished, under way, waiting. */
export function forProduct({ sources, moves, outlook, now }: Material): Written {
  const withProject = ({ issue, project }: Moved): string =>
    `${named(issue)}${project === null ? '' : ` · ${safeLine(clip(project, 40))}`}`;
  const projects = projectStandings(sources.sprints).map(
    ({ project, done, started, total }) =>
      `**${safeLine(clip(project, 40))}** ${done} of ${plural(total, 'issue')} done, ${started} under way`,
  );
  const due = openIssues(sources.sprints).filter(({ dueDate }) => dueDate !== null);
  return {
    headline: projects.slice(0, 6),
    sections: [
      { name: 'Finished', lines: only(moves, 'done').map((moved) => `✅ ${withProject(moved)}`) },
      { name: 'Now under way', lines: only(moves, 'started', 'review').map((moved) => `▶️ ${withProject(moved)}`) },
      {
        name: 'Waits for something',
        lines: outlook.blockers.map((blocker) => `⛔ ${blockerLine(blocker)}`),
        maxLines: 5,
      },
      { name: '⚠️ At risk, and why', lines: riskLines(outlook), maxLines: 5 },
      {
        name: 'New, more important, open again or dropped',
        lines: only(moves, 'created', 'raised', 'reopened', 'dropped').map(
          (moved) => `${markOf(moved)} ${withProject(moved)}`,
        ),
        maxLines: 5,
      },
      {
        name: 'Due next',
        lines: due.toSorted(byDueDate).map((issue) => `• ${named(issue)}, due ${dayOf(issue, now)}`),
        maxLines: 4,
      },
      { name: 'Next', lines: decisions(outlook) },
    ],
  };
}

const MARKS: Partial<Record<Moved['move'], string>> = { created: '🆕', raised: '🔺', reopened: '↩️', dropped: '🚫' };

function markOf({ move }: Moved): string {
  return MARKS[move] ?? '•';
}
