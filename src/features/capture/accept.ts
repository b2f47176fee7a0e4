import type { Capture } from '../../ports/captures.ts';
import type { Reply } from '../../ports/chat.ts';
import type { FeaturePorts } from '../../ports/command.ts';
import { fulfil, type Prepared } from './capture.ts';
import {
  blockedView,
  createdView,
  keptView,
  knownView,
  missingProjectView,
  refusedView,
  takenOutView,
  undoneView,
} from './capture.view.ts';
import { captureDue } from './capture-due.ts';

/** When the inbox looks after a capture whose interaction was cut off; the person is answered long before. */
const LOOK_AFTER_MS = 20_000;

/**
 * Makes the issue for somebody who waits. What was kept is looked after by the inbox, so a crash in between or a tracker
 * that is away loses nothing and makes nothing twice.
 */
export async function accept(ports: FeaturePorts, prepared: Prepared): Promise<Reply> {
  if (prepared.kind === 'blocked') return blockedView(prepared.found, null);
  const { capture, takenOut } = prepared;
  const now = ports.clock.now();
  await ports.later.receive([captureDue(capture, { at: now, notBefore: new Date(now.getTime() + LOOK_AFTER_MS) })]);
  const reply = await answerFor(ports, await kept(ports, capture));
  const card = takenOutView(takenOut, capture.message === null ? 'your feedback' : 'the message');
  return card === null ? reply : { ...reply, cards: [...(reply.cards ?? []), card] };
}

/** The capture as it is kept: perhaps by an earlier attempt, or by somebody else who pinned the message. */
async function kept({ captures }: FeaturePorts, capture: Capture): Promise<Capture> {
  if (await captures.keep(capture)) return capture;
  const before = (await captures.byId(capture.id)) ?? capture;
  if (before.state !== 'refused') return before;
  await captures.change(before.id, { state: 'kept', draft: capture.draft });
  return { ...before, state: 'kept', draft: capture.draft };
}

async function answerFor(ports: FeaturePorts, capture: Capture): Promise<Reply> {
  if (capture.state !== 'kept') return knownView(capture);
  const fulfilled = await fulfil(ports, capture);
  await ports.captures.change(capture.id, fulfilled.change);
  const after = { ...capture, ...fulfilled.change };
  if (fulfilled.kind === 'undone') return undoneView(null);
  if (fulfilled.kind === 'refused') return refusedView(fulfilled.error, capture);
  if (after.issue === null) return keptView(capture);
  // Everybody who sees the message reads it there.
  if (capture.message) await ports.later.receive([captureDue(after, { at: ports.clock.now(), name: 'say' })]);
  const reply = createdView(after, after.issue);
  const card = missingProjectView(fulfilled.kind === 'created' ? fulfilled.missingProject : null);
  return card === null ? reply : { ...reply, cards: [...(reply.cards ?? []), card] };
}
