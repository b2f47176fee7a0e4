import type { Issue } from '../../ports/issue-tracker.ts';
import { markdownLink, oneLine, safeLine } from '../../shared/text/markdown.ts';
import { clip, plural } from '../../shared/text/words.ts';
import { productionLines } from './code-lines.ts';
import type { Sources } from './gather.ts';
import { byDueDate, dayOf, isDocs, isFeature, isForCustomers, isForDevelopers, only } from './issue-kinds.ts';
import { isInReview, type Moved, openIssues } from './moves.ts';
import type { Outlook } from './outlook.ts';
import type { Material, Written } from './readers.ts';
import { MAX_TITLE_CHARS, named, numbersOf, type Section, who } from './sections.ts';

/** What can be told and what cannot be promised, without numbers and points. */
export function forMarketing({ sources, moves, outlook, now }: Material): Written {
  const finished = only(moves, 'done').filter(isForCustomers);
  const coming = openIssues(sources.sprints).filter((issue) => isForCustomers(issue));
  const near = coming.filter((issue) => isInReview(issue.state) && issue.blockedBy.length === 0);
  const doubtful = coming.filter((issue) => issue.blockedBy.length > 0 || outlook.overdue.includes(issue));
  const promised = coming.filter(
    (issue) => issue.dueDate !== null && !near.includes(issue) && !doubtful.includes(issue),
  );
  return {
    headline:
      finished.length > 0
        ? [
            `**${plural(finished.length, 'change')} that customers will notice ${finished.length === 1 ? 'is' : 'are'} finished.** Check with product before you announce: finished is not yet live.`,
          ]
        : nothing(sources, 'Nothing new that customers will notice was finished.'),
    sections: [
      { name: 'Finished', lines: finished.map((moved) => `✨ ${plainly(moved)}`) },
      { name: 'Live', lines: productionLines(sources), maxLines: 4 },
      {
        name: 'Almost there',
        lines: near.map((issue) => `🔎 ${plainly({ issue, project: issue.project })}, being checked`),
      },
      {
        name: 'Planned with a date',
        lines: promised
          .toSorted(byDueDate)
          .map((issue) => `📅 ${plainly({ issue, project: issue.project })}, due ${dayOf(issue, now)}`),
        maxLines: 5,
      },
      {
        name: 'Do not promise yet',
        lines: doubtful.map(
          (issue) =>
            `⏳ ${plainly({ issue, project: issue.project })}: ${issue.blockedBy.length > 0 ? 'waits for other work' : 'is late'}`,
        ),
        maxLines: 5,
      },
      {
        name: 'Next',
        lines: [
          ...(finished.length > 0 ? ['→ Ask product which of the finished changes to tell about, and when'] : []),
          ...(promised.length > 0 ? ['→ Prepare the ones with a date'] : []),
        ],
      },
    ],
  };
}

/** What changed for developers outside, and what lacks documentation. */
export function forDevrel({ sources, moves, outlook }: Material): Written {
  const finished = only(moves, 'done');
  const changed = finished.filter(isForDevelopers);
  const undocumented = finished.filter((moved) => isFeature(moved) && !isDocs(moved));
  const open = openIssues(sources.sprints);
  const docs = open.filter(isDocs);
  const coming = open.filter((issue) => isForDevelopers(issue) && !isDocs(issue));
  const ask = ({ issue, assignee }: Moved): string => `${named(issue)} · ask ${who(assignee)}`;
  const were = changed.length === 1 ? 'was' : 'were';
  return {
    headline:
      changed.length > 0
        ? [`**${plural(changed.length, 'change')} for developers outside** ${were} finished.`]
        : nothing(sources, 'Nothing for developers outside was finished.'),
    sections: [
      { name: 'Changed for developers', lines: changed.map((moved) => `✅ ${ask(moved)}`) },
      {
        name: 'Features without documentation of their own',
        lines: undocumented.map((moved) => `📝 ${ask(moved)}`),
        maxLines: 5,
      },
      { name: 'Documentation under way', lines: docs.map(underWay), maxLines: 5 },
      { name: 'Comes next for developers', lines: coming.map(underWay), maxLines: 5 },
      lateDocs(docs, outlook),
      { name: 'Live', lines: productionLines(sources), maxLines: 3 },
      { name: 'Next', lines: stepsForDevrel(undocumented, docs) },
    ],
  };
}

function underWay(issue: Issue): string {
  const sign = isStarted(issue) ? '▶️' : '▫️';
  const waits = issue.blockedBy.length > 0 ? ' · ⛔ waits for other work' : '';
  return `${sign} ${named(issue)} · ${who(issue.assignee?.name ?? null)}${waits}`;
}

function lateDocs(docs: readonly Issue[], { overdue }: Outlook): Section {
  const late = docs.filter((issue) => overdue.includes(issue) || issue.blockedBy.length > 0);
  const why = (issue: Issue): string =>
    issue.blockedBy.length > 0 ? `waits for ${numbersOf(issue.blockedBy)}` : 'overdue';
  return { name: '⚠️ At risk, and why', lines: late.map((issue) => `• ${named(issue)}: ${why(issue)}`), maxLines: 4 };
}

function stepsForDevrel(undocumented: readonly Moved[], docs: readonly Issue[]): readonly string[] {
  return [
    ...(undocumented.length > 0
      ? [`→ Check the documentation of ${numbersOf(undocumented.map(({ issue }) => issue))}`]
      : []),
    ...(docs.some(({ assignee }) => assignee === null)
      ? ['→ Find somebody for the documentation that nobody has']
      : []),
  ];
}

function isStarted({ state }: Issue): boolean {
  return state.type === 'started';
}

/** Without a number, which means nothing to this reader: the title is the link. */
function plainly({ issue, project }: Pick<Moved, 'issue' | 'project'>): string {
  const title = markdownLink(clip(oneLine(issue.title), MAX_TITLE_CHARS) || '(no title)', issue.url);
  return `${title}${project === null ? '' : ` (${safeLine(clip(project, 40))})`}`;
}

/** Only who could be asked can say that there was nothing. */
function nothing({ missing }: Sources, words: string): readonly string[] {
  return missing?.kind === 'unasked' ? [] : [words];
}
