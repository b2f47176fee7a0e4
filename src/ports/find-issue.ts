import { inlineCode, oneLine, safeLine } from '../shared/text/markdown.ts';
import { clip } from '../shared/text/words.ts';
import type { Choice, Reply } from './chat.ts';
import type { FeaturePorts } from './command.ts';
import type { Dated, IssueDetail, IssueRef } from './issue-tracker.ts';
import { datedBy, issueRefLine, staleNote } from './issue-words.ts';
import { choice, suggestions } from './suggestions.ts';

/** The option by which commands about one issue ask for it. */
export const ISSUE_OPTION = {
  name: 'issue',
  description: 'The identifier, such as ENG-12, a link to it, or words of its title',
  type: 'text',
  isRequired: true,
  hasSuggestions: true,
} as const;

type IssueOutcome =
  | { readonly kind: 'issue'; readonly issue: IssueDetail }
  | { readonly kind: 'not-found'; readonly typed: string; readonly near: readonly IssueRef[] };

const MAX_NEAR = 5;
const MAX_SUGGESTIONS = 25;
/** As long as the name of a suggestion can be. */
const MAX_NAME_CHARS = 100;
const MAX_STATE_CHARS = 24;

/** The issue that was meant, by identifier or a pasted link; otherwise those whose title comes close. */
export async function findIssue(ports: Pick<FeaturePorts, 'tracker'>, typed: string): Promise<Dated<IssueOutcome>> {
  const identifier = identifierIn(typed);
  const found = identifier === null ? null : await ports.tracker.issue(identifier);
  if (found?.value) return datedBy([found], { kind: 'issue', issue: found.value });
  const near = await ports.tracker.suggestIssues(searchText(typed, identifier), MAX_NEAR);
  return datedBy(found ? [found, near] : [near], { kind: 'not-found', typed, near: near.value });
}

/** `ENG-12` from `eng-12`, `ENG12`, `eng 12`, `#ENG-12` or a link to the issue; null when it is something else. */
export function identifierIn(typed: string): string | null {
  const text = typed.trim();
  const inLink = /^https?:\/\/\S+\/issue\/([a-z][a-z0-9_]*-\d+)(?:[/?#]|$)/i.exec(text)?.[1];
  const alone = /^#?([a-z][a-z0-9_]*?)[-\s]?(\d+)$/i.exec(text);
  const identifier = inLink ?? (alone ? `${alone[1]}-${alone[2]}` : null);
  return identifier === null ? null : identifier.toUpperCase();
}

/** An identifier that does not exist is searched by its number: the team's key is what people mix up. */
function searchText(typed: string, identifier: string | null): string {
  return identifier === null ? typed.trim() : (identifier.split('-').at(-1) ?? identifier);
}

/** Issues for `ISSUE_OPTION`, with their state. */
export function suggestIssues({ tracker }: Pick<FeaturePorts, 'tracker'>, typed: string): Promise<readonly Choice[]> {
  return suggestions(typed, async () => {
    const { value } = await tracker.suggestIssues(typed.trim(), MAX_SUGGESTIONS);
    return value.map((issue) => choice(suggestedName(issue), issue.identifier));
  });
}

/** The title is what is cut, so that the state stays in sight. */
function suggestedName({ identifier, title, state }: IssueRef): string {
  const stateName = clip(oneLine(state.name), MAX_STATE_CHARS);
  const room = MAX_NAME_CHARS - identifier.length - stateName.length - 2 * ' · '.length;
  return [identifier, clip(oneLine(title), room) || '(no title)', stateName].join(' · ');
}

/** There is no such issue; what it may have been. */
export function issueNotFoundView(dated: Dated<Extract<IssueOutcome, { kind: 'not-found' }>>, command: string): Reply {
  const { typed, near } = dated.value;
  const text = [
    staleNote(dated),
    ...(near.length > 0 ? ['Did you mean:', ...near.map(issueRefLine)] : ['Nothing in Linear comes close.']),
    `Type ${inlineCode(`/${command} issue:`)} and pick from the suggestions, or search with ${inlineCode('/list-issues text:…')}.`,
  ];
  return {
    cards: [
      {
        title: `There is no issue “${safeLine(clip(oneLine(typed), 60))}”`,
        text: text.filter((line) => line !== null).join('\n'),
        tone: 'attention',
      },
    ],
  };
}
