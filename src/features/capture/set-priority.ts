import type { Capture } from '../../ports/captures.ts';
import type { FeaturePorts } from '../../ports/command.ts';
import type { Priority } from '../../ports/issue-tracker.ts';

/** Sets it in the tracker; before the issue is there, it is remembered for it. Gives the capture as it is then. */
export async function setPriority(ports: FeaturePorts, capture: Capture, priority: Priority): Promise<Capture> {
  const change =
    capture.state === 'created'
      ? { priority, writtenAt: await writePriority(ports, capture.id, priority) }
      : { priority };
  await ports.captures.change(capture.id, change);
  return { ...capture, ...change };
}

/** When it was written, by the tracker's own clock. */
export async function writePriority(
  { tracker, clock }: FeaturePorts,
  issueId: string,
  priority: Priority,
): Promise<Date> {
  const result = await tracker.update(issueId, { priority });
  return result.kind === 'updated' ? result.issue.updatedAt : clock.now();
}
