import { isMainBranch } from '../../ports/code-words.ts';
import type { Build } from '../../ports/code-work.ts';
import type { FeaturePorts } from '../../ports/command.ts';
import { type Found, findByName } from '../../ports/find-by-name.ts';
import { groupBy } from '../../shared/group-by.ts';

/** One workflow of one repository. */
export interface Workflow {
  readonly repository: string;
  readonly name: string;
  /** The main branch, or the branch of the newest run where no main branch was ever built. */
  readonly branch: string;
  /** Newest first; at least one. */
  readonly runs: readonly Build[];
  /** The newest one that ended by itself. */
  readonly lastEnded: Build | null;
}

export type BuildStatus =
  | { readonly kind: 'nothing-reported' }
  | {
      readonly kind: 'no-such-project';
      readonly typed: string;
      readonly near: readonly string[];
      readonly all: readonly string[];
    }
  | { readonly kind: 'status'; readonly project: string | null; readonly workflows: readonly Workflow[] };

const DAYS_MS = 30 * 86_400_000;
const MOST_BUILDS = 2_000;

export async function buildStatus({ codeWork, clock }: FeaturePorts, typed: string): Promise<BuildStatus> {
  const since = new Date(clock.now().getTime() - DAYS_MS);
  const builds = await codeWork.builds({ since, limit: MOST_BUILDS });
  if (builds.length === 0) return { kind: 'nothing-reported' };
  if (typed.trim() === '') return { kind: 'status', project: null, workflows: workflowsOf(builds) };
  const found = findProject(builds, typed);
  if (found.kind === 'not-found') return { kind: 'no-such-project', typed, near: found.near, all: projectsIn(builds) };
  return {
    kind: 'status',
    project: found.item,
    workflows: workflowsOf(builds.filter(({ repository }) => repository === found.item)),
  };
}

/** Repositories that were heard of, newest build first. */
export function projectsIn(builds: readonly Build[]): readonly string[] {
  return [...new Set(builds.map(({ repository }) => repository))];
}

/** By its whole name, or by the part behind the owner. */
function findProject(builds: readonly Build[], typed: string): Found<string> {
  return findByName(projectsIn(builds), typed, (name) => [name, name.split('/').at(-1) ?? name]);
}

/** What fails comes first, then what is running, then by name. */
function workflowsOf(builds: readonly Build[]): readonly Workflow[] {
  return [...groupBy(builds, ({ repository, name }) => `${repository}\n${name}`).values()]
    .flatMap((all): Workflow[] => {
      const [newest] = all.filter(({ branch }) => isMainBranch(branch)).concat(all);
      if (newest === undefined) return [];
      const { repository, name, branch } = newest;
      const runs = all.filter((build) => build.branch === branch);
      return [
        {
          repository,
          name,
          branch,
          runs,
          lastEnded: runs.find(({ state }) => state === 'passed' || state === 'failed') ?? null,
        },
      ];
    })
    .sort(
      (a, b) =>
        Number(isFailing(b)) - Number(isFailing(a)) ||
        a.repository.localeCompare(b.repository) ||
        a.name.localeCompare(b.name),
    );
}

export function isFailing({ lastEnded }: Workflow): boolean {
  return lastEnded?.state === 'failed';
}
