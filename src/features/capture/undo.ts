import { mayUse } from '../../ports/audience.ts';
import type { Capture } from '../../ports/captures.ts';
import type { Reply } from '../../ports/chat.ts';
import type { Asker, FeaturePorts } from '../../ports/command.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { safeLine } from '../../shared/text/markdown.ts';
import { staysView, undoneView } from './capture.view.ts';

/** The tracker stamps a change a moment after we have asked for it, and our link beside the issue after the issue. */
const OUR_OWN_MS = 10_000;

/** Takes the capture back, unless somebody else has worked on its issue. */
export async function undo(ports: FeaturePorts, capture: Capture, asker: Asker): Promise<Reply> {
  if (asker.userId !== capture.capturedBy && !mayUse(asker.audiences, 'developer'))
    return { text: 'Only who captured it, or a developer, can undo it.', placement: 'private' };
  const { captures, tracker } = ports;
  if (capture.issue === null) {
    await captures.change(capture.id, { state: 'undone', draft: null });
    return undoneView(null);
  }
  const why = await workOfOthers(ports, capture);
  if (why.length > 0) return staysView(capture.issue, why);
  // First, so that nobody is told that it was declined.
  await captures.change(capture.id, { state: 'undone', draft: null });
  try {
    await tracker.trash(capture.id);
  } catch (error) {
    await captures.change(capture.id, { state: 'created' });
    throw error;
  }
  return undoneView(capture.issue);
}

/** What others have done to the issue; empty: nothing, or it is not there any more. */
async function workOfOthers({ tracker }: FeaturePorts, capture: Capture): Promise<readonly string[]> {
  const { issue: known, priority, writtenAt } = capture;
  // A change of nothing answers with the issue as it is now; a question might be answered from memory.
  const now = await tracker.update(capture.id, {});
  if (now.kind !== 'updated' || known === null) return [];
  const { issue } = now;
  const detail = await tracker.issue(issue.identifier);
  if (detail.isStale) throw new AppError('LINEAR_UNREACHABLE');
  const { comments, children } = detail.value ?? { comments: { count: 0 }, children: [] };
  const isLater = writtenAt !== null && issue.updatedAt.getTime() - writtenAt.getTime() > OUR_OWN_MS;
  const found = [
    ...(comments.count > 0 ? ['somebody has commented on it'] : []),
    ...(issue.assignee === null ? [] : [`${safeLine(issue.assignee.name)} is assigned`]),
    ...(issue.state.name === known.state.name ? [] : [`it is “${safeLine(issue.state.name)}”`]),
    ...(issue.priority === priority ? [] : ['its priority was changed']),
    ...(issue.title === known.title ? [] : ['its title was changed']),
    ...(children.length === 0 ? [] : ['it has sub-issues']),
  ];
  return found.length === 0 && isLater ? ['it was changed in Linear'] : found;
}
