import type { Button, Reply } from '../../ports/chat.ts';
import { actionButton } from '../../ports/command.ts';
import type { Dated } from '../../ports/issue-tracker.ts';
import { issueLines, priorityWord, staleNote } from '../../ports/issue-words.ts';
import { assertNever } from '../../shared/never.ts';
import { inlineCode, safeLine } from '../../shared/text/markdown.ts';
import { clip, plural } from '../../shared/text/words.ts';
import { type ListPage, PAGE_SIZE } from './list-page.ts';
import type { ListQuery, QueryOutcome } from './list-query.ts';
import { encodeToken } from './list-token.ts';

const MAX_PAGE_CHARS = 3_500;

/** One page of issues with the filter in words. */
export function listIssuesView(dated: Dated<ListPage>, query: ListQuery, now: Date): Reply {
  const page = dated.value;
  const lines = issueLines(page.issues, { now, parts: partsFor(query), maxChars: MAX_PAGE_CHARS });
  const buttons = buttonsOf(page, query);
  const text = [
    staleNote(dated),
    filterWords(query),
    lines || nothingWords(query),
    page.isEndOfPaging ? 'This list goes no further: narrow it with more filters.' : null,
    buttons === null ? 'The text is too long to turn pages with; search for fewer words to get to the rest.' : null,
  ];
  return {
    cards: [
      {
        title: titleOf(query),
        text: text.filter((line) => line !== null && line !== '').join('\n'),
        ...(page.issues.length > 0 ? { footer: rangeWords(page) } : {}),
        tone: dated.isStale ? 'attention' : 'neutral',
      },
    ],
    ...(buttons !== null && buttons.length > 0 ? { buttons: [buttons] } : {}),
  };
}

/** What every line would say anyway is left out. */
function partsFor(query: ListQuery) {
  const isOneState = query.state !== 'open' && query.state !== 'all';
  return [
    ...(isOneState ? [] : (['state'] as const)),
    ...(query.assignee === null ? (['assignee'] as const) : []),
    ...(query.priority === null ? (['priority'] as const) : []),
    'due' as const,
    'blocked' as const,
  ];
}

/** Null when the page has neighbours but the query does not fit into a button. */
function buttonsOf(page: ListPage, query: ListQuery): readonly Button[] | null {
  if (page.page === 1 && !page.hasNext) return [];
  const turn = (to: number, label: string, isDisabled: boolean): Button | null => {
    const token = encodeToken(query, to);
    return token === null ? null : actionButton('list-issues', token, { label, style: 'secondary', isDisabled });
  };
  const buttons = [turn(page.page - 1, '◂ Previous', page.page === 1), turn(page.page + 1, 'Next ▸', !page.hasNext)];
  const usable = buttons.filter((button) => button !== null);
  return usable.length === buttons.length ? usable : null;
}

function titleOf({ state }: ListQuery): string {
  if (state === 'open') return 'Open issues';
  return state === 'all' ? 'All issues' : `Issues in “${safeLine(clip(state, 60))}”`;
}

function filterWords(query: ListQuery): string {
  const { assignee } = query;
  return [
    query.teamKey === null ? 'All teams' : `Team ${safeLine(clip(query.teamKey, 20))}`,
    ...(assignee === null
      ? []
      : [assignee === 'nobody' ? 'nobody has them yet' : `assigned to ${safeLine(clip(assignee.name, 60))}`]),
    ...(query.label === null ? [] : [`label ${safeLine(clip(query.label, 60))}`]),
    ...(query.project === null ? [] : [`project ${safeLine(clip(query.project, 60))}`]),
    ...(query.priority === null ? [] : [priorityWord(query.priority)]),
    ...(query.text === null ? [] : [`text “${safeLine(clip(query.text, 80))}”`]),
    'newest activity first',
  ].join(' · ');
}

function nothingWords(query: ListQuery): string {
  const hints = [
    ...(query.state === 'open' ? [`only open ones were searched: ${inlineCode('state:all')} has the rest`] : []),
    ...(query.teamKey === null
      ? []
      : [`only team ${safeLine(clip(query.teamKey, 20))}: ${inlineCode('team:all')} has the rest`]),
  ];
  return hints.length === 0 ? 'No issue matches.' : `No issue matches; ${hints.join('; ')}.`;
}

function rangeWords({ page, issues, total }: ListPage): string {
  const first = (page - 1) * PAGE_SIZE + 1;
  const range = `${first}–${first + issues.length - 1}`;
  if (total === null) return `Issues ${range} and more · page ${page}`;
  const pages = Math.ceil(total / PAGE_SIZE);
  return pages === 1 ? plural(total, 'issue') : `Issues ${range} of ${total} · page ${page} of ${pages}`;
}

/** Why there is no list, and what to type instead. */
export function listProblemView(problem: Exclude<QueryOutcome, { kind: 'query' }>): Reply {
  switch (problem.kind) {
    case 'unknown-name':
      return unknownNameView(problem);
    case 'default-team-unknown':
      return attention(
        'The team in the settings is not in Linear',
        `LINEAR_TEAM_ID names ${inlineCode(clip(problem.typed, 60))}, which Linear does not know. An administrator can correct it; until then, ${inlineCode('team:all')} works.`,
      );
    case 'not-connected':
      return {
        ...attention(
          'You are not connected to Linear yet',
          `Type ${inlineCode('/connect')} to say who you are in Linear; then ${inlineCode('assignee:me')} works.`,
        ),
      };
    default:
      return assertNever(problem);
  }
}

function unknownNameView({ option, typed, near, isAmbiguous }: Extract<QueryOutcome, { kind: 'unknown-name' }>): Reply {
  const name = safeLine(clip(typed, 60));
  const noun = option === 'assignee' ? 'person' : option;
  const nouns = option === 'assignee' ? 'People' : `${option.charAt(0).toUpperCase()}${option.slice(1)}s`;
  const lines = near.slice(0, 10).map((each) => inlineCode(`${option}:${clip(each, 60)}`));
  if (isAmbiguous) return attention(`“${name}” can be several: which ${noun}?`, lines.join('\n'));
  return attention(
    `There is no ${noun} “${name}”`,
    lines.length > 0 ? `Did you mean ${lines.join(', ')}?` : `${nouns} that exist are suggested while you type.`,
  );
}

/** The button's names are gone from Linear, or it is from another version. */
export function listGoneView(): Reply {
  return attention(
    'This list is out of date',
    `A name in its filter is not in Linear any more, or its buttons are from another version of this bot. Ask again with ${inlineCode('/list-issues')}.`,
  );
}

function attention(title: string, text: string): Reply {
  return { cards: [{ title, text, tone: 'attention' }] };
}
