import type { CommandRequest, FeaturePorts } from '../../ports/command.ts';
import { findPerson } from '../../ports/find-by-name.ts';
import { findIssue } from '../../ports/find-issue.ts';
import type { Issue, IssueDetail, Person } from '../../ports/issue-tracker.ts';
import type { IssueGone, IssueNotFound } from './change-outcome.ts';

export type AssignOutcome =
  | IssueNotFound
  | IssueGone
  | { readonly kind: 'assigned'; readonly issue: Issue; readonly before: Issue['assignee'] }
  | { readonly kind: 'already'; readonly issue: IssueDetail }
  | { readonly kind: 'not-connected'; readonly memberId: string; readonly isSelf: boolean }
  | { readonly kind: 'two-people' }
  | {
      readonly kind: 'no-such-person';
      readonly typed: string;
      readonly near: readonly Person[];
      readonly isAmbiguous: boolean;
    };

/** Words that stand for the asker and for taking it from whoever has it; no person in Linear is meant by them. */
export const ME = 'me';
export const NOBODY = 'nobody';

type Ports = Pick<FeaturePorts, 'tracker' | 'links'>;
type Wanted =
  | Exclude<AssignOutcome, { kind: 'assigned' | 'already' | 'not-found' | 'gone' }>
  | { readonly kind: 'found'; readonly personId: string | null };

/** Gives the issue to the person typed, the member named, or the asker; `nobody` takes it from whoever has it. */
export async function assign(
  ports: Ports,
  { asker }: Pick<CommandRequest, 'asker'>,
  typed: { readonly issue: string; readonly person: string; readonly memberId: string },
): Promise<AssignOutcome> {
  const wanted = await personFor(ports, asker.userId, typed);
  if (wanted.kind !== 'found') return wanted;
  const found = await findIssue(ports, typed.issue);
  if (found.value.kind === 'not-found') return { kind: 'not-found', found: { ...found, value: found.value } };
  const { issue } = found.value;
  // What is known may be old: then Linear decides.
  if (!found.isStale && (issue.assignee?.id ?? null) === wanted.personId) return { kind: 'already', issue };
  const updated = await ports.tracker.update(issue.id, { assigneeId: wanted.personId });
  if (updated.kind !== 'updated') return { kind: 'gone', identifier: issue.identifier };
  return { kind: 'assigned', issue: updated.issue, before: issue.assignee };
}

async function personFor(
  { tracker, links }: Ports,
  askerId: string,
  { person, memberId }: { readonly person: string; readonly memberId: string },
): Promise<Wanted> {
  const typed = person.trim();
  if (typed !== '' && memberId !== '') return { kind: 'two-people' };
  if (typed.toLowerCase() === NOBODY) return { kind: 'found', personId: null };
  if (typed === '' || typed.toLowerCase() === ME) {
    const member = memberId || askerId;
    const link = await links.ofDiscordUser(member);
    if (link === null) return { kind: 'not-connected', memberId: member, isSelf: member === askerId };
    return { kind: 'found', personId: link.trackerUserId };
  }
  const found = findPerson((await tracker.people()).value, typed);
  return found.kind === 'found'
    ? { kind: 'found', personId: found.item.id }
    : { kind: 'no-such-person', typed, near: found.near, isAmbiguous: found.isAmbiguous };
}
