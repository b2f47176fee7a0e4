import type { Button, Reply } from '../../ports/chat.ts';
import { actionButton } from '../../ports/command.ts';
import type { Cycle, Dated, Sprint } from '../../ports/issue-tracker.ts';
import { issueLines, staleNote } from '../../ports/issue-words.ts';
import { plural } from '../../shared/text/words.ts';
import { inWorkflowOrder } from './show-sprint.ts';
import { sprintTitle } from './show-sprint.view.ts';

const PAGE_SIZE = 10;
const MAX_PAGE_CHARS = 3_800;

/** Every issue of the sprint, ten a page, in workflow order. A page past the end is the last page. */
export function sprintIssuesView(dated: Dated<Sprint>, wantedPage: number, now: Date): Reply {
  const { cycle } = dated.value;
  const issues = inWorkflowOrder(dated.value, now);
  const pages = Math.max(1, Math.ceil(issues.length / PAGE_SIZE));
  const page = Math.min(Math.max(1, wantedPage), pages);
  const shown = issues.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  const lines = issueLines(shown, {
    now,
    parts: ['state', 'assignee', 'priority', 'due', 'blocked'],
    maxChars: MAX_PAGE_CHARS,
  });
  const note = staleNote(dated);
  return {
    cards: [
      {
        title: sprintTitle(cycle),
        text: [...(note ? [note] : []), lines === '' ? 'No issues are in this sprint.' : lines].join('\n'),
        footer: `${plural(issues.length, 'issue')} · page ${page} of ${pages}`,
        tone: dated.isStale ? 'attention' : 'neutral',
      },
    ],
    buttons: [pageButtons(cycle, page, pages)],
  };
}

function pageButtons(cycle: Cycle, page: number, pages: number): readonly Button[] {
  const turn = (to: number, label: string, isDisabled: boolean) =>
    actionButton('show-sprint', `issues:${to}:${cycle.id}`, { label, style: 'secondary', isDisabled });
  return [
    ...(pages > 1 ? [turn(page - 1, '◂ Previous', page === 1), turn(page + 1, 'Next ▸', page === pages)] : []),
    actionButton('show-sprint', `refresh:${cycle.id}`, { label: 'Back to the sprint', style: 'secondary' }),
  ];
}
