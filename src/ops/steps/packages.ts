import type { SkippedStep, Step } from './step.ts';
import { isSkipped } from './step.ts';

/** What an operator's hands and the scripts need on every server. */
const TOOLS = ['ca-certificates', 'curl', 'git', 'jq', 'logrotate', 'openssl', 'xz-utils', 'zstd'];

/** All packages of all steps, in one call of apt. */
export function packages(steps: readonly (Step | SkippedStep)[]): Step {
  const wanted = steps.flatMap((step) => (isSkipped(step) ? [] : (step.packages ?? [])));
  return {
    id: 'packages',
    title: 'Packages',
    checks: 'whether everything that the steps below need is installed',
    undo: 'apt-get purge NAME for what you do not want; the steps that need it will then fail',
    resources: [{ kind: 'packages', names: [...new Set([...TOOLS, ...wanted])].toSorted() }],
  };
}
