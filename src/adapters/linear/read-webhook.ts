import * as z from 'zod/mini';
import type { Priority, StateType } from '../../ports/issue-tracker.ts';
import type { KeptDelivery, ReadDelivery } from '../../ports/webhook-sender.ts';
import { unreadable } from '../../ports/webhook-sender.ts';
import type { Actor, IssueChanges, IssueEvent, IssueSnapshot } from '../../ports/work-event.ts';
import { STATE_TYPES } from './answer-shapes.ts';

/**
 * What Linear's webhooks look like, as far as we read them: `EntityWebhookPayload`, `IssueWebhookPayload`,
 * `CommentWebhookPayload` and `CycleWebhookPayload` in Linear's schema. What the schema lets be null is often left out.
 */
const actor = z.object({
  id: z.string(),
  type: z.string(),
  name: z.optional(z.string()),
  service: z.optional(z.string()),
});

const envelope = z.object({
  createdAt: z.optional(z.string()),
  actor: z.nullish(actor),
  url: z.nullish(z.string()),
  updatedFrom: z.nullish(z.record(z.string(), z.unknown())),
  data: z.unknown(),
});

const named = z.object({ id: z.string(), name: z.string() });

const issue = z.object({
  id: z.string(),
  identifier: z.string(),
  title: z.string(),
  url: z.optional(z.string()),
  priority: z.number(),
  state: z.object({ name: z.string(), type: z.string() }),
  team: z.object({ key: z.string() }),
  assignee: z.nullish(named),
  project: z.nullish(named),
  labels: z.optional(z.array(named)),
  cycleId: z.nullish(z.string()),
  archivedAt: z.nullish(z.string()),
});

const comment = z.object({
  body: z.string(),
  issue: z.nullish(
    z.object({ id: z.string(), identifier: z.string(), title: z.string(), url: z.optional(z.string()) }),
  ),
});

const cycle = z.object({ id: z.string(), teamId: z.string() });

/** What was there before, for what changed: https://linear.app/developers/webhooks */
const updatedFrom = z.object({
  stateId: z.optional(z.nullable(z.string())),
  assigneeId: z.optional(z.nullable(z.string())),
  priority: z.optional(z.nullable(z.number())),
  title: z.optional(z.string()),
  cycleId: z.optional(z.nullable(z.string())),
  archivedAt: z.optional(z.nullable(z.string())),
});

type Envelope = z.infer<typeof envelope>;

/** Reads a delivery of Linear that was kept. Throws `EVENT_UNREADABLE`. */
export function readLinearEvent(delivery: KeptDelivery): ReadDelivery {
  const whole = parse(envelope, json(delivery.payload), []);
  const common = { at: timeOf(whole, delivery), actor: actorOf(whole) };
  switch (delivery.type) {
    case 'Issue.create':
      return told({ kind: 'issue-created', ...common, issue: snapshot(whole), changes: {} });
    case 'Issue.remove':
      return told({ kind: 'issue-removed', ...common, issue: snapshot(whole), changes: {} });
    case 'Issue.update':
      return readUpdate(whole, common);
    case 'Comment.create':
      return readComment(whole, common);
    case 'Cycle.create':
    case 'Cycle.update': {
      const { id, teamId } = parse(cycle, whole.data, ['data']);
      return { kind: 'event', event: { kind: 'cycle-changed', ...common, cycleId: id, teamId } };
    }
    default:
      return { kind: 'ignored', why: `nothing to do for ${delivery.type}` };
  }
}

type Common = Pick<IssueEvent, 'at' | 'actor'>;

function told(event: IssueEvent): ReadDelivery {
  return { kind: 'event', event };
}

function readUpdate(whole: Envelope, common: Common): ReadDelivery {
  const changes = changesOf(whole);
  if (Object.keys(changes).length === 0) return { kind: 'ignored', why: 'nothing changed that is told' };
  return told({ kind: 'issue-changed', ...common, issue: snapshot(whole), changes });
}

function readComment(whole: Envelope, common: Common): ReadDelivery {
  const { body, issue: on } = parse(comment, whole.data, ['data']);
  if (!on) return { kind: 'ignored', why: 'the comment is not on an issue' };
  const { id, identifier, title, url } = on;
  const about = { id, identifier, title, url: url ?? urlOf(whole) };
  return {
    kind: 'event',
    event: { kind: 'comment-created', ...common, issue: about, body, url: whole.url ?? null },
  };
}

function snapshot(whole: Envelope): IssueSnapshot {
  const { priority, state, team, assignee, project, labels, cycleId, ...found } = parse(issue, whole.data, ['data']);
  return {
    id: found.id,
    identifier: found.identifier,
    title: found.title,
    url: found.url ?? urlOf(whole),
    // Webhooks do not tell where the state stands among those of its type.
    state: { name: state.name, type: stateType(state.type), position: 0 },
    teamKey: team.key,
    priority: priorityOf(priority),
    assignee: assignee ? { id: assignee.id, name: assignee.name } : null,
    project: project?.name ?? null,
    labels: labels?.map(({ name }) => name) ?? [],
    cycleId: cycleId ?? null,
  };
}

function changesOf(whole: Envelope): IssueChanges {
  const before = parse(updatedFrom, whole.updatedFrom ?? {}, ['updatedFrom']);
  const { archivedAt } = parse(z.object({ archivedAt: z.nullish(z.string()) }), whole.data, ['data']);
  return {
    // Only the id of the state before is told.
    ...(before.stateId === undefined ? {} : { state: { fromId: before.stateId } }),
    ...(before.assigneeId === undefined ? {} : { assignee: { fromId: before.assigneeId } }),
    ...(before.priority === undefined
      ? {}
      : { priority: { from: before.priority === null ? null : priorityOf(before.priority) } }),
    ...(before.title === undefined ? {} : { title: { from: before.title } }),
    ...(before.cycleId === undefined ? {} : { cycle: { fromId: before.cycleId } }),
    ...(before.archivedAt === null && typeof archivedAt === 'string' ? { isArchived: true as const } : {}),
  };
}

/** Integrations have no name, only the service that they are for. */
function actorOf({ actor: found }: Envelope): Actor | null {
  if (!found) return null;
  const name = found.name ?? found.service;
  return name === undefined ? null : { name, trackerUserId: found.type === 'user' ? found.id : null };
}

function timeOf({ createdAt }: Envelope, { receivedAt }: KeptDelivery): Date {
  const at = new Date(createdAt ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? receivedAt : at;
}

function urlOf({ url }: Envelope): string {
  if (!url) throw unreadable('url', 'neither the issue nor the delivery has one');
  return url;
}

function priorityOf(number: number): Priority {
  return number === 1 || number === 2 || number === 3 || number === 4 ? number : 0;
}

function stateType(type: string): StateType {
  return STATE_TYPES.has(type) ? (type as StateType) : 'other';
}

function json(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    throw unreadable('', 'it is not JSON');
  }
}

function parse<T extends z.ZodMiniType>(schema: T, value: unknown, at: readonly string[]): z.infer<T> {
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  const [first] = result.error.issues;
  throw unreadable([...at, ...(first?.path ?? [])].join('.'), first?.code ?? 'it does not fit');
}
