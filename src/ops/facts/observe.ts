import { lstatSync, readFileSync, readlinkSync } from 'node:fs';
import { exec } from '../run/exec.ts';
import type { Answer, Observation, Observe, PathObservation } from '../steps/observation.ts';
import {
  asking,
  isSkipped,
  type PackagesResource,
  type Resource,
  resourceName,
  type SkippedStep,
  type Step,
} from '../steps/step.ts';
import { type AccountNames, readAccountNames } from './account-names.ts';

/** So many programs are asked at the same time. */
const PARALLEL = 6;

/** Looks at everything that the steps speak about, and gives the answers for the plan. Changes nothing. */
export async function observeSteps(steps: readonly (Step | SkippedStep)[]): Promise<Observe> {
  const look = lookOnce();
  const seen = new Map<Resource, Observation>();
  const waiting = steps.flatMap((step) => (isSkipped(step) ? [] : step.resources));
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) seen.set(next, await look(next));
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  return (resource) => {
    const found = seen.get(resource);
    if (found === undefined) throw new Error(`nobody looked at ${resourceName(resource)}`);
    return found;
  };
}

/** Asks each question once, however many resources want its answer. */
function lookOnce(): (resource: Resource) => Promise<Observation> {
  const answers = new Map<string, Promise<Answer>>();
  const names = readAccountNames();
  return async (resource) => {
    switch (resource.kind) {
      case 'condition': {
        const key = JSON.stringify(resource.probe.argv);
        const asked = answers.get(key) ?? exec(resource.probe);
        answers.set(key, asked);
        return { kind: 'answer', answer: await asked };
      }
      case 'packages':
        return { kind: 'installed', names: await installedPackages(resource) };
      default:
        return readPath(resource.path, names);
    }
  };
}

/** `db:Status-Status` is `installed` only when the package is wholly there (dpkg-query(1)). */
async function installedPackages({ names }: PackagesResource): Promise<readonly string[]> {
  if (names.length === 0) return [];
  // Unknown packages make it fail; it still answers for the others.
  const { stdout } = await exec(asking('dpkg-query', '-W', '-f', '${Package} ${db:Status-Status}\\n', ...names));
  return stdout
    .split('\n')
    .filter((line) => line.endsWith(' installed'))
    .map((line) => line.slice(0, line.indexOf(' ')));
}

/** What stands at the path. */
export function readPath(path: string, names: AccountNames): PathObservation {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return { kind: 'nothing' };
  if (found.isSymbolicLink()) return { kind: 'link', target: readlinkSync(path) };
  const rights = { mode: found.mode & 0o7777, owner: names.userName(found.uid), group: names.groupName(found.gid) };
  if (found.isDirectory()) return { kind: 'directory', ...rights };
  if (!found.isFile()) return { kind: 'other' };
  return { kind: 'file', ...rights, content: readFileSync(path, 'utf8') };
}
