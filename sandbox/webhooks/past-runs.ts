import { type CodeChange, digest } from './code-change.ts';

/** One run of a workflow that ended in the past. */
export interface PastRun {
  readonly change: CodeChange;
  readonly workflow: string;
  readonly conclusion: string;
}

const HOUR_MS = 3_600_000;
const RUNS_EACH = 18;
/** Of each hundred runs so many fail; the rest of the way is luck that is always the same. */
const WORKFLOWS = [
  { repository: 'fleet-dashboard', workflow: 'CI', failing: 22 },
  { repository: 'fleet-dashboard', workflow: 'Deploy', failing: 6 },
  { repository: 'robot-firmware', workflow: 'Simulation', failing: 38 },
  { repository: 'developer-docs', workflow: 'Publish', failing: 0 },
] as const;

/** A week of runs on main, oldest first: what a team has behind it. */
export function pastRuns(change: CodeChange): readonly PastRun[] {
  const [organization = ''] = change.repository.split('/');
  return WORKFLOWS.flatMap(({ repository, workflow, failing }) =>
    Array.from({ length: RUNS_EACH }, (_, index): PastRun => {
      const at = new Date(change.at.getTime() - (RUNS_EACH - index) * 9 * HOUR_MS);
      const commit = digest(`main ${repository} ${workflow} ${index}`).slice(0, 40);
      const luck = Number.parseInt(commit.slice(0, 6), 16) % 100;
      const conclusion = luck < failing ? 'failure' : luck > 96 ? 'cancelled' : 'success';
      return {
        change: { ...change, repository: `${organization}/${repository}`, branch: 'main', commit, at },
        workflow,
        conclusion,
      };
    }),
  ).sort((a, b) => a.change.at.getTime() - b.change.at.getTime());
}
