import { safeLine } from '../../shared/text/markdown.ts';
import { clip } from '../../shared/text/words.ts';
import { buildLine, failingBuilds, productionLines, pullRequestLine, waitingPullRequests } from './code-lines.ts';
import { only } from './issue-kinds.ts';
import { tasks } from './next-steps.ts';
import type { Material, Written } from './readers.ts';
import { named, numbersOf, riskLines, standingLine, who } from './sections.ts';

/** What is broken, what waits for whom, what moved. */
export function forDevelopers({ sources, moves, outlook }: Material): Written {
  const waiting = waitingPullRequests(sources);
  const failing = failingBuilds(sources);
  return {
    headline: outlook.standings.map(standingLine),
    sections: [
      {
        name: '🧱 Broken',
        lines: [...failing.map(buildLine), ...productionLines(sources).filter((line) => line.startsWith('💥'))],
        maxLines: 5,
      },
      {
        name: '🔎 Waits for review',
        lines: [
          ...outlook.inReview.map((issue) => `${named(issue)} · ${who(issue.assignee?.name ?? null)}`),
          ...waiting.map(pullRequestLine),
        ],
        maxLines: 7,
      },
      {
        name: `⛔ Blocked: ${outlook.blocked.length}`,
        lines: outlook.blocked.map(
          (issue) => `${named(issue)} · ${who(issue.assignee?.name ?? null)} · waits for ${numbersOf(issue.blockedBy)}`,
        ),
        maxLines: 6,
      },
      {
        name: '✅ Done',
        lines: only(moves, 'done').map(({ issue, assignee }) => `${named(issue)} · ${who(assignee)}`),
      },
      {
        name: '▶️ Started',
        lines: only(moves, 'started', 'review', 'reopened').map(
          ({ issue, assignee }) => `${named(issue)} · ${who(assignee)}`,
        ),
        maxLines: 5,
      },
      {
        name: '🔀 Merged',
        lines: sources.merged.map(
          ({ repository, number, title }) =>
            `${safeLine(clip(repository.split('/').at(-1) ?? '', 40))}#${number} ${safeLine(clip(title, 60))}`,
        ),
        maxLines: 5,
      },
      { name: '⚠️ At risk, and why', lines: riskLines(outlook), maxLines: 5 },
      {
        name: 'Next',
        lines: [
          ...failing
            .slice(0, 2)
            .map(({ name, repository }) => `→ Mend ${safeLine(clip(name, 40))} of ${safeLine(clip(repository, 40))}`),
          ...tasks(outlook),
        ],
      },
    ],
  };
}
