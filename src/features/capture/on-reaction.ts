import { mayUse } from '../../ports/audience.ts';
import type { Capture } from '../../ports/captures.ts';
import type { Reply } from '../../ports/chat.ts';
import type { ChatMessage } from '../../ports/chat-channel.ts';
import type { Asker, FeaturePorts } from '../../ports/command.ts';
import { type Effects, type EventContext, type EventHandler, NO_EFFECTS } from '../../ports/effects.ts';
import type { ReactionEvent } from '../../ports/work-event.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { utcDate } from '../../shared/text/words.ts';
import { type Capturing, captureIdOf, prepare } from './capture.ts';
import { notAllowedView, undoOfferView, unreachableView, unreadableView } from './capture.view.ts';
import { saidIn } from './draft-issue.ts';
import { blockedEffects, fulfilEffects, privately } from './messages.ts';
import { DOTS, PIN } from './priorities.ts';
import { writePriority } from './set-priority.ts';

/** How long after the pin its removal offers to undo. */
const UNDO_WITHIN_MS = 60_000;
const TAG = 'capture:';

/** 📌 makes an issue of a message, taking it back offers to undo, and a dot says how urgent it is. */
export const onReaction: EventHandler = {
  name: 'capture-reaction',
  kinds: ['reaction-added', 'reaction-removed'],
  async handle(ports, event, context) {
    if (event.kind !== 'reaction-added' && event.kind !== 'reaction-removed') return null;
    if (event.emoji === PIN)
      return event.kind === 'reaction-added' ? pinned(ports, event, context) : unpinned(ports, event, context);
    return DOTS.some(({ emoji }) => emoji === event.emoji) ? dotted(ports, event, context) : null;
  },
};

const note = (text: string): Effects => ({ ...NO_EFFECTS, note: text });

async function pinned(ports: FeaturePorts, event: ReactionEvent, context: EventContext): Promise<Effects> {
  const { channelId, messageId, guildId, userId } = event;
  const before = await ports.captures.ofMessage(messageId);
  if (before?.state === 'created' || before?.state === 'kept') return note('captured before');
  const said = await ports.said.tagOf({ channelId, messageId });
  if (said?.startsWith(TAG)) return note('the message tells of a capture');
  const asker = await ports.askerOf(guildId, userId);
  if (asker === null) return note('not a member of the server');
  if (!mayUse(asker.audiences, 'stakeholder')) return notAllowed(event, context);
  const message = await readMessage(ports, event);
  if (message === null) return note('the message is gone');
  if (message === 'forbidden') return unreadable(event, context, unreachableView(urlOf(event)));
  const { url, parentId, author } = message;
  if (!message.isReadable) return unreadable(event, context, unreadableView(url));
  const capturing: Capturing = {
    id: before?.state === 'refused' ? before.id : captureIdOf(messageId, before),
    said: saidIn(message, { id: userId, name: asker.name }),
    message: { id: messageId, channelId, url },
    channelIds: [channelId, parentId],
    author,
    capturedBy: userId,
    reference: context.reference,
  };
  const prepared = await prepare(ports, capturing);
  if (prepared.kind === 'blocked') return blockedEffects({ found: prepared.found, userId, url }, context);
  const { capture, takenOut } = prepared;
  return fulfilEffects(ports, { capture, takenOut, keep: before?.state === 'refused' ? 'again' : 'new' }, context);
}

/** `forbidden`: the bot has no permission to read there. */
async function readMessage(
  { chat }: FeaturePorts,
  { channelId, messageId }: ReactionEvent,
): Promise<ChatMessage | null | 'forbidden'> {
  try {
    return await chat.message(channelId, messageId);
  } catch (error) {
    if (error instanceof AppError && error.code === 'DISCORD_DESTINATION_FORBIDDEN') return 'forbidden';
    throw error;
  }
}

/** At most once a day: an administrator has to change something first. */
function unreadable({ userId, at }: ReactionEvent, context: EventContext, reply: Reply): Effects {
  const dedupeKey = `capture-unreadable:${userId}:${utcDate(at)}`;
  return { ...note('the message may not be read'), messages: [privately(userId, reply, { dedupeKey, context })] };
}

function urlOf({ guildId, channelId, messageId }: ReactionEvent): string {
  return `https://discord.com/channels/${guildId}/${channelId}/${messageId}`;
}

function notAllowed(event: ReactionEvent, context: EventContext): Effects {
  const { userId, emoji, at } = event;
  const dedupeKey = `capture-not-allowed:${userId}:${utcDate(at)}`;
  const reply = notAllowedView(urlOf(event), emoji);
  return { ...note('not allowed'), messages: [privately(userId, reply, { dedupeKey, context })] };
}

async function unpinned(ports: FeaturePorts, event: ReactionEvent, context: EventContext): Promise<Effects> {
  const { channelId, messageId, userId, at } = event;
  const capture = await ports.captures.ofMessage(messageId);
  if (capture === null || capture.capturedBy !== userId) return note('nothing of theirs');
  if (capture.state !== 'created' && capture.state !== 'kept') return note('nothing to undo');
  if (at.getTime() - capture.capturedAt.getTime() > UNDO_WITHIN_MS) return note('later than a minute');
  return {
    ...note('offered to undo'),
    messages: [
      {
        destination: { kind: 'reply', channelId, messageId },
        content: { kind: 'reply', reply: undoOfferView(capture, userId) },
        mergeKey: null,
        dedupeKey: `capture-undo:${capture.id}`,
        reference: context.reference,
      },
    ],
  };
}

/** On the message, or on what we said about it. */
async function dotted(ports: FeaturePorts, event: ReactionEvent, context: EventContext): Promise<Effects | null> {
  const capture = await captureBehind(ports, event);
  if (capture === null || (capture.state !== 'created' && capture.state !== 'kept')) return null;
  const asker = await ports.askerOf(event.guildId, event.userId);
  if (!isAllowed(asker)) return asker === null ? note('not a member of the server') : notAllowed(event, context);
  const dot = DOTS.find(({ emoji }) => emoji === event.emoji);
  if (dot === undefined) return null;
  // Taking a dot back takes only the priority back that it gave.
  if (event.kind === 'reaction-removed' && capture.priority !== dot.priority) return note('another priority by now');
  const priority = event.kind === 'reaction-added' ? dot.priority : 0;
  if (priority === capture.priority) return note('the priority it has');
  const writtenAt = capture.state === 'created' ? await writePriority(ports, capture.id, priority) : null;
  const change = { priority, ...(writtenAt && { writtenAt }) };
  return {
    ...note(`priority ${priority === 0 ? 'taken back' : dot.word}`),
    records: [{ kind: 'capture-changed', id: capture.id, change }],
  };
}

const isAllowed = (asker: Asker | null): boolean => asker !== null && mayUse(asker.audiences, 'stakeholder');

async function captureBehind(ports: FeaturePorts, { channelId, messageId }: ReactionEvent): Promise<Capture | null> {
  const tag = await ports.said.tagOf({ channelId, messageId });
  return tag?.startsWith(TAG) ? ports.captures.byId(tag.slice(TAG.length)) : ports.captures.ofMessage(messageId);
}
