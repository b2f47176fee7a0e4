import type { FeaturePorts } from '../../ports/command.ts';
import type { Dated, IssueDetail, IssueRef } from '../../ports/issue-tracker.ts';
import { datedBy } from '../../ports/issue-words.ts';

export type IssueOutcome =
  | { readonly kind: 'issue'; readonly issue: IssueDetail }
  | { readonly kind: 'not-found'; readonly typed: string; readonly near: readonly IssueRef[] };

const MAX_NEAR = 5;

/** The issue that was meant, by identifier or a pasted link; otherwise those whose title comes close. */
export async function findIssue(ports: FeaturePorts, typed: string): Promise<Dated<IssueOutcome>> {
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
