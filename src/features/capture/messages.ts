import type { Capture, CaptureChange } from '../../ports/captures.ts';
import type { Reply } from '../../ports/chat.ts';
import type { FeaturePorts } from '../../ports/command.ts';
import { type Effects, type EventContext, NO_EFFECTS } from '../../ports/effects.ts';
import type { OutboxMessage } from '../../ports/outbox.ts';
import type { StoreRecord } from '../../ports/records.ts';
import type { Blocking, TakenOut } from '../../ports/screen.ts';
import { utcDate } from '../../shared/text/words.ts';
import { fulfil } from './capture.ts';
import { blockedView, createdView, keptView, missingProjectView, refusedView, takenOutView } from './capture.view.ts';
import { nextDue } from './capture-due.ts';

/** A direct message that is said once. */
export function privately(
  userId: string,
  reply: Reply,
  { dedupeKey, context }: { readonly dedupeKey: string; readonly context: Pick<EventContext, 'reference'> },
): OutboxMessage {
  return {
    destination: { kind: 'member', userId },
    content: { kind: 'reply', reply },
    mergeKey: null,
    dedupeKey,
    reference: context.reference,
  };
}

/** Below the message, for everybody; what has no message is told to its author. */
function said(capture: Capture, reply: Reply, what: 'kept' | 'created'): OutboxMessage {
  const { id, message, author, reference } = capture;
  return {
    destination: message
      ? { kind: 'reply', channelId: message.channelId, messageId: message.id }
      : { kind: 'member', userId: author.id },
    // Buttons in a direct message come from no server, so they could do nothing.
    content: { kind: 'reply', reply: message === null ? { ...reply, buttons: [] } : reply },
    mergeKey: null,
    dedupeKey: `capture-${what}:${id}`,
    reference,
    tag: `capture:${id}`,
  };
}

export function blockedEffects(
  { found, userId, url }: { readonly found: readonly Blocking[]; readonly userId: string; readonly url: string },
  context: EventContext,
): Effects {
  // By the event: somebody who pins again after an edit is told again what is still in it.
  const dedupeKey = `capture-blocked:${context.inboxId}`;
  const kinds = [...new Set(found.map(({ kind }) => kind))].join(', ');
  return {
    ...NO_EFFECTS,
    note: `blocked: ${kinds}`,
    messages: [privately(userId, blockedView(found, url), { dedupeKey, context })],
  };
}

export interface Fulfilling {
  readonly capture: Capture;
  readonly takenOut: readonly TakenOut[];
  /** Is it to be kept first, or was the tracker asked in vain before? */
  readonly keep: 'new' | 'again' | 'known';
}

/** Makes the issue and says so; while the tracker is away, it is kept, that is said, and it is tried again later. */
export async function fulfilEffects(
  ports: FeaturePorts,
  fulfilling: Fulfilling,
  context: EventContext,
): Promise<Effects> {
  const { capture, takenOut, keep } = fulfilling;
  const fulfilled = await fulfil(ports, capture);
  const after: Capture = { ...capture, ...fulfilled.change };
  const records = recordsOf(fulfilling, fulfilled.change);
  const hint = takenOutHint(capture, takenOut, context);
  switch (fulfilled.kind) {
    case 'created': {
      const { missingProject } = fulfilled;
      const messages = [...hint, ...withoutProject(capture, missingProject, context), ...createdMessages(after)];
      return { ...NO_EFFECTS, note: `created ${after.issue?.identifier ?? ''}`, records, messages };
    }
    case 'undone':
      return { ...NO_EFFECTS, note: 'taken back meanwhile', records };
    case 'later': {
      const isNews = keep !== 'known' && capture.message !== null;
      const messages = [...hint, ...(isNews ? [said(capture, keptView(capture), 'kept')] : [])];
      const followUps = [nextDue(after, ports.clock.now())];
      return { note: `kept: ${fulfilled.error.code}`, records, messages, followUps };
    }
    case 'refused': {
      const dedupeKey = `capture-refused:${context.inboxId}`;
      const reply = refusedView(fulfilled.error, capture);
      const messages = [privately(capture.capturedBy, reply, { dedupeKey, context })];
      return { ...NO_EFFECTS, note: `refused: ${fulfilled.error.code}`, records, messages };
    }
  }
}

/** What is said when the issue is there. */
export function createdMessages(capture: Capture): readonly OutboxMessage[] {
  return capture.issue === null ? [] : [said(capture, createdView(capture, capture.issue), 'created')];
}

function recordsOf({ capture, keep }: Fulfilling, change: CaptureChange): readonly StoreRecord[] {
  if (keep === 'new') return [{ kind: 'capture-kept', capture: { ...capture, ...change } }];
  return [changed(capture.id, keep === 'again' ? { state: 'kept', draft: capture.draft, ...change } : change)];
}

function changed(id: string, change: CaptureChange): StoreRecord {
  return { kind: 'capture-changed', id, change };
}

/** At most once a day: an administrator has to change something first. */
function withoutProject(
  { capturedBy, capturedAt }: Capture,
  project: string | null,
  context: EventContext,
): readonly OutboxMessage[] {
  const card = missingProjectView(project);
  if (card === null) return [];
  const dedupeKey = `capture-project:${capturedBy}:${utcDate(capturedAt)}`;
  return [privately(capturedBy, { cards: [card] }, { dedupeKey, context })];
}

function takenOutHint(
  capture: Capture,
  takenOut: readonly TakenOut[],
  context: EventContext,
): readonly OutboxMessage[] {
  const about = capture.message === null ? 'your feedback' : 'the message';
  const card = takenOutView(takenOut, about);
  if (card === null) return [];
  return [privately(capture.capturedBy, { cards: [card] }, { dedupeKey: `capture-taken-out:${capture.id}`, context })];
}
