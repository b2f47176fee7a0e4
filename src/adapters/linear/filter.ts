import type { IssueFilter } from '../../ports/issue-tracker.ts';

/** Linear's `IssueFilter` input: https://linear.app/developers/filtering. */
export type LinearFilter = Readonly<Record<string, unknown>>;

/** Linear types the state of a duplicate `duplicate`: see `WorkflowState.type` in its schema. */
const CLOSED = ['completed', 'canceled', 'duplicate'];
/** `ENG-12`, `eng 12`, `eng12`, `ENG-`, `12`; with more digits than any number has, it is none. */
const IDENTIFIER = /^([a-z0-9]{0,20}?)([\s-]?)(\d{0,9})$/i;
/** Each word is a condition, and Linear counts them against an hourly budget; a person types fewer. */
const MAX_WORDS = 20;

/** What the port's filter is in Linear's words. */
export function toLinearFilter(filter: IssueFilter): LinearFilter {
  const { teamKey, state, assigneeId, label, project, priority, text } = filter;
  return {
    ...(teamKey !== undefined && { team: { key: { eqIgnoreCase: teamKey } } }),
    ...stateFilter(state),
    ...(assigneeId !== undefined && { assignee: assigneeId === 'none' ? { null: true } : { id: { eq: assigneeId } } }),
    ...(label !== undefined && { labels: { some: { name: { eqIgnoreCase: label } } } }),
    ...(project !== undefined && { project: { name: { eqIgnoreCase: project } } }),
    ...(priority !== undefined && { priority: { eq: priority } }),
    ...textFilter(text),
  };
}

function stateFilter(state: string | undefined): LinearFilter {
  const wanted = state?.trim().toLowerCase();
  if (wanted === undefined || wanted === 'all') return {};
  return { state: wanted === 'open' ? { type: { nin: CLOSED } } : { name: { eqIgnoreCase: state?.trim() } } };
}

/** Every word must be in the title or in the description. */
function textFilter(text: string | undefined): LinearFilter {
  const words = wordsOf(text ?? '');
  if (words.length === 0) return {};
  return {
    and: words.map((word) => ({
      or: [{ title: { containsIgnoreCase: word } }, { description: { containsIgnoreCase: word } }],
    })),
  };
}

/** What a person who types `text` may mean: an identifier, a team, or words of the title. Empty: anything. */
export function suggestionFilter(text: string): LinearFilter {
  const words = wordsOf(text);
  if (words.length === 0) return {};
  const inTitle = { and: words.map((word) => ({ title: { containsIgnoreCase: word } })) };
  return { or: [...identifierFilters(text.trim()), inTitle] };
}

/** The identifiers that `text` may stand for. Without a dash `e2e12` is `E2E-12` or `E2E1-2`: both are meant. */
function identifierFilters(text: string): readonly LinearFilter[] {
  const match = IDENTIFIER.exec(text);
  if (match === null) return [];
  const [, key = '', dash = '', digits = ''] = match;
  const ofTeam = (teamKey: string) => ({ team: { key: { eqIgnoreCase: teamKey } } });
  if (digits === '') return key === '' ? [] : [ofTeam(key)];
  if (key === '') return [{ number: { eq: Number(digits) } }];
  if (dash !== '') return [{ ...ofTeam(key), number: { eq: Number(digits) } }];
  return Array.from({ length: digits.length }, (_, moved) => ({
    ...ofTeam(key + digits.slice(0, moved)),
    number: { eq: Number(digits.slice(moved)) },
  }));
}

/** Whether the identifier is what was typed, however it was written. */
export function isIdentifierOf(text: string, identifier: string): boolean {
  const bare = (value: string) => value.replace(/[\s-]/g, '').toLowerCase();
  return bare(text) !== '' && (bare(identifier) === bare(text) || identifier.split('-')[1] === text.trim());
}

function wordsOf(text: string): readonly string[] {
  const words = text.split(/\s+/).filter((word) => word !== '');
  return [...new Set(words)].slice(0, MAX_WORDS);
}
