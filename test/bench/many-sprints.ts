import type { Workspace } from '../../sandbox/linear/workspace.ts';
import { bigWorkspace } from '../../sandbox/linear/workspace-big.ts';

const DAY_MS = 86_400_000;
const SPRINT_DAYS = 14;

/**
 * A team with several sprints of the same size, so that each can be asked for once while nobody remembers it. The last
 * number is the running one.
 */
export function manySprints(plan: { sprints: number; issues: number; now: Date }): Workspace {
  const { sprints, issues, now } = plan;
  const workspace = bigWorkspace({ issues: sprints * issues, now });
  const [running] = workspace.cycles.splice(0);
  if (!running) throw new Error('The big workspace has no sprint.');
  for (let number = 1; number <= sprints; number += 1) {
    const earlier = (iso: string): string =>
      new Date(new Date(iso).getTime() - (sprints - number) * SPRINT_DAYS * DAY_MS).toISOString();
    workspace.cycles.push({
      ...running,
      id: running.id.replace(/.{4}$/, String(number).padStart(4, '0')),
      number,
      startsAt: earlier(running.startsAt),
      endsAt: earlier(running.endsAt),
    });
  }
  for (const [index, issue] of workspace.issues.entries()) {
    issue.cycleId = workspace.cycles[Math.floor(index / issues)]?.id ?? null;
  }
  return workspace;
}
