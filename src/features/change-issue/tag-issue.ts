import type { FeaturePorts } from '../../ports/command.ts';
import { findByName } from '../../ports/find-by-name.ts';
import { findIssue } from '../../ports/find-issue.ts';
import type { Issue, IssueDetail } from '../../ports/issue-tracker.ts';
import type { IssueGone, IssueNotFound } from './change-outcome.ts';

export type TagOutcome =
  | IssueNotFound
  | IssueGone
  | {
      readonly kind: 'tagged';
      readonly issue: Issue;
      readonly added: readonly string[];
      readonly removed: readonly string[];
    }
  /** It has them all already; or has none of those to be taken away. */
  | { readonly kind: 'nothing-to-do'; readonly issue: IssueDetail }
  | {
      readonly kind: 'no-such-label';
      readonly typed: string;
      readonly near: readonly string[];
      readonly isAmbiguous: boolean;
    }
  | { readonly kind: 'too-long' };

/** A label is a word or two; what is longer was meant to be something else. */
const MAX_LABEL_CHARS = 60;

export interface TagWish {
  readonly issue: string;
  readonly add: readonly string[];
  readonly remove: readonly string[];
  /** A label that Linear does not have is made; otherwise it is a mistake. */
  readonly mayCreate: boolean;
}

/** Puts labels on an issue and takes others away. */
export async function tagIssue({ tracker }: Pick<FeaturePorts, 'tracker'>, wish: TagWish): Promise<TagOutcome> {
  const found = await findIssue({ tracker }, wish.issue);
  if (found.value.kind === 'not-found') return { kind: 'not-found', found: { ...found, value: found.value } };
  const { issue } = found.value;
  const known = wish.add.length > 0 ? (await tracker.names()).value.labels : [];
  const names: string[] = [];
  for (const typed of wish.add) {
    const label = findByName(known, typed, (name) => [name]);
    if (label.kind === 'found') names.push(label.item);
    else if (!wish.mayCreate || label.isAmbiguous) return { ...label, kind: 'no-such-label' };
    else if (typed.trim().length > MAX_LABEL_CHARS) return { kind: 'too-long' };
    else names.push(typed.trim());
  }
  const has = (name: string) => issue.labels.find((one) => one.toLowerCase() === name.trim().toLowerCase());
  const added = names.filter((name) => has(name) === undefined);
  const removed = wish.remove.flatMap((name) => has(name) ?? []);
  if (added.length === 0 && removed.length === 0) return { kind: 'nothing-to-do', issue };
  const change = {
    ...(added.length > 0 && { addLabels: added }),
    ...(removed.length > 0 && { removeLabels: removed }),
  };
  const updated = await tracker.update(issue.id, change);
  if (updated.kind !== 'updated') return { kind: 'gone', identifier: issue.identifier };
  return { kind: 'tagged', issue: updated.issue, added, removed };
}
