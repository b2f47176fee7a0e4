import type { ChangeKey, IsKnown, MissedChange } from '../../ports/change-finder.ts';
import type { InboxRow } from '../../ports/inbox.ts';
import type { ChangedIssue, HistoryEntry, NewCommentFields } from './missed-changes.ts';

/**
 * Deliveries that Linear should have sent, made from what it answers when it is asked. They have the form of its
 * webhooks, so that whoever reads those reads these; and their ids cannot be Linear's, which are UUIDs.
 */
const FOUND = 'found ';

interface Bounds {
  readonly notAfter: Date;
  readonly isKnown: IsKnown;
}

/** One delivery for everything that happened to the issue and is not known; null when there is nothing to tell. */
export function missedIssue(issue: ChangedIssue, since: Date, { notAfter, isKnown }: Bounds): MissedChange | null {
  const about = `issue ${issue.id}`;
  const isMissed = (at: string): boolean => {
    const time = new Date(at);
    return time > since && time <= notAfter && !isKnown(about, time);
  };
  const entries = issue.history.nodes
    .filter((entry) => isTold(entry) && isMissed(entry.updatedAt))
    .toSorted((a, b) => Date.parse(a.updatedAt) - Date.parse(b.updatedAt));
  const isNew = isMissed(issue.createdAt);
  const last = entries.at(-1);
  const at = last?.updatedAt ?? (isNew ? issue.createdAt : null);
  if (at === null) return null;
  const action = issue.trashed === true ? 'remove' : isNew ? 'create' : 'update';
  const times = [...(isNew ? [issue.createdAt] : []), ...entries.map(({ updatedAt }) => updatedAt)];
  return {
    deliveryId: `${FOUND}${about} ${at}`,
    type: `Issue.${action}`,
    subject: about,
    at: new Date(at),
    key: { about, times: times.map((time) => new Date(time)), origin: 'found' },
    payload: JSON.stringify({
      action,
      actor: actorOf(last ? sameActor(entries) : issue.creator),
      createdAt: at,
      data: dataOf(issue),
      ...(action === 'update' && { updatedFrom: updatedFrom(entries) }),
      type: 'Issue',
      url: issue.url,
      times,
    }),
  };
}

/** Labels, descriptions and the like are no news. */
function isTold(entry: HistoryEntry): boolean {
  const { fromStateId, fromAssigneeId, toAssigneeId, fromCycleId, toCycleId, fromPriority, fromTitle } = entry;
  const changed = [fromStateId, fromAssigneeId, toAssigneeId, fromCycleId, toCycleId, fromPriority, fromTitle];
  return changed.some((value) => value !== null) || entry.archived === true || entry.trashed === true;
}

export function missedComment(
  { id, body, createdAt, url, user, issue }: NewCommentFields,
  { notAfter, isKnown }: Bounds,
): MissedChange | null {
  const at = new Date(createdAt);
  if (issue === null || at > notAfter || isKnown(`comment ${id}`, at)) return null;
  const data = { id, body, createdAt, issueId: issue.id, issue };
  const payload = { action: 'create', actor: actorOf(user), createdAt, data, type: 'Comment', url, times: [createdAt] };
  return {
    deliveryId: `${FOUND}comment ${id}`,
    type: 'Comment.create',
    subject: `issue ${issue.id}`,
    at,
    key: { about: `comment ${id}`, times: [at], origin: 'found' },
    payload: JSON.stringify(payload),
  };
}

/** What a delivery of Linear tells of, so that it is not told twice when it comes and is found; null: it does not matter. */
export function linearChangeKey({ deliveryId, payload }: Pick<InboxRow, 'deliveryId' | 'payload'>): ChangeKey | null {
  const { type, createdAt, data, times } = JSON.parse(payload) as {
    type?: unknown;
    createdAt?: unknown;
    data?: { id?: unknown };
    times?: readonly string[];
  };
  if ((type !== 'Issue' && type !== 'Comment') || typeof createdAt !== 'string') return null;
  const found = deliveryId.startsWith(FOUND);
  return {
    about: `${type.toLowerCase()} ${String(data?.id)}`,
    times: (found && times ? times : [createdAt]).map((time) => new Date(time)),
    origin: found ? 'found' : 'arrived',
  };
}

function dataOf(issue: ChangedIssue): Readonly<Record<string, unknown>> {
  const { labels, cycle, history: _, creator: __, ...same } = issue;
  return { ...same, labels: labels.nodes, cycleId: cycle?.id ?? null };
}

/** As in a webhook: how it was before the first of these changes, of what they changed. */
function updatedFrom(entries: readonly HistoryEntry[]): Readonly<Record<string, unknown>> {
  const before: Record<string, unknown> = {};
  const note = (name: string, value: unknown) => {
    if (!(name in before)) before[name] = value;
  };
  for (const entry of entries) {
    if (entry.fromStateId !== null) note('stateId', entry.fromStateId);
    if (entry.fromAssigneeId !== null || entry.toAssigneeId !== null) note('assigneeId', entry.fromAssigneeId);
    if (entry.fromCycleId !== null || entry.toCycleId !== null) note('cycleId', entry.fromCycleId);
    if (entry.fromPriority !== null) note('priority', entry.fromPriority);
    if (entry.fromTitle !== null) note('title', entry.fromTitle);
    if (entry.archived === true) note('archivedAt', null);
  }
  return before;
}

/** Somebody, when the same person did all of it. */
function sameActor(entries: readonly HistoryEntry[]): HistoryEntry['actor'] {
  const [first] = entries;
  return first && entries.every(({ actor }) => actor?.id === first.actor?.id) ? first.actor : null;
}

function actorOf(person: { readonly id: string; readonly name: string } | null) {
  return person && { ...person, type: 'user' };
}
