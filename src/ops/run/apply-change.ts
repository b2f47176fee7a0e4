import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../shared/errors/app-error.ts';
import { readAccountNames } from '../facts/account-names.ts';
import { type Change, missingLines, missingPackages } from '../plans/plan.ts';
import { installing } from '../steps/apt.ts';
import type { Answer } from '../steps/observation.ts';
import type { Command, DirectoryResource, LinesResource, LinkResource } from '../steps/step.ts';
import { exec } from './exec.ts';
import { keepCopy } from './keep-copy.ts';
import { writeFileAtomically } from './write-file.ts';

/** What changes need of their surroundings. */
export interface Workshop {
  /** The open lock: commands hold it too. */
  readonly lockFd: number;
  /** Where copies go of what is replaced or removed. */
  readonly keepDir: string;
}

const BUSY_TRIES = 60;
const BUSY_PAUSE_MS = 5000;

/** Makes one resource as it should be. Throws an AppError with what went wrong. */
export async function applyChange({ resource, found }: Change, workshop: Workshop): Promise<void> {
  switch (resource.kind) {
    case 'file': {
      keepCopy(resource.path, workshop.keepDir);
      clearForeign(resource.path, 'file');
      return writeFileAtomically(resource.path, resource.content, { mode: resource.mode, ...idsOf(resource) });
    }
    case 'directory':
      return makeDirectory(resource);
    case 'link':
      return makeLink(resource, workshop);
    case 'absent':
      keepCopy(resource.path, workshop.keepDir);
      return rmSync(resource.path, { force: true });
    case 'lines':
      return addLines(resource, missingLines(resource, found), workshop);
    case 'packages':
      return runAll([installing(missingPackages(resource, found))], workshop);
    case 'condition':
      return runAll(resource.change, workshop);
  }
}

/** Runs commands one after the other; the first that fails throws COMMAND_FAILED. */
export async function runAll(commands: readonly Command[], { lockFd }: Pick<Workshop, 'lockFd'>): Promise<void> {
  for (const command of commands) {
    const { exitCode, stdout, stderr } = await execWhenFree(command, lockFd);
    if (exitCode === 0) continue;
    const said = lastLines(stderr.trim() === '' ? stdout : stderr);
    throw new AppError('COMMAND_FAILED', { facts: { command: command.argv.join(' '), exitCode, said } });
  }
}

async function execWhenFree(command: Command, lockFd: number): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    const answer = await exec(command, { holding: lockFd });
    const isBusy = answer.exitCode !== 0 && command.isBusyWhen?.test(answer.stderr) === true;
    if (!isBusy || tries === BUSY_TRIES) return answer;
    await sleep(BUSY_PAUSE_MS);
  }
}

/** The end of what a program said: the reason stands there. */
export function lastLines(text: string): string {
  const lines = text.trim().split('\n').slice(-8).join('\n');
  return lines === '' ? 'it said nothing' : lines;
}

function idsOf({ owner, group }: { readonly owner: string; readonly group: string }): { uid: number; gid: number } {
  const names = readAccountNames();
  const uid = names.uid(owner);
  const gid = names.gid(group);
  if (uid === undefined || gid === undefined) throw new AppError('ACCOUNT_MISSING', { facts: { owner, group } });
  return { uid, gid };
}

/** Something of another kind stands in the way; a directory with something in it is never removed. */
function clearForeign(path: string, wanted: 'file' | 'link'): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined || (wanted === 'file' && found.isFile())) return;
  if (found.isDirectory()) throw new AppError('PATH_OCCUPIED', { facts: { path, wanted } });
  rmSync(path);
}

function makeDirectory(resource: DirectoryResource): void {
  const found = lstatSync(resource.path, { throwIfNoEntry: false });
  if (found !== undefined && !found.isDirectory()) {
    throw new AppError('PATH_OCCUPIED', { facts: { path: resource.path, wanted: 'directory' } });
  }
  // Nobody else gets in before owner and mode are right.
  if (found === undefined) mkdirSync(resource.path, { recursive: true, mode: 0o700 });
  const { uid, gid } = idsOf(resource);
  chownSync(resource.path, uid, gid);
  chmodSync(resource.path, resource.mode);
}

function makeLink(resource: LinkResource, { keepDir }: Workshop): void {
  keepCopy(resource.path, keepDir);
  mkdirSync(dirname(resource.path), { recursive: true, mode: 0o755 });
  const partial = `${resource.path}.onomancer-partial`;
  rmSync(partial, { force: true });
  clearForeign(resource.path, 'link');
  symlinkSync(resource.target, partial);
  renameSync(partial, resource.path);
}

/** The content is read now, not when it was planned: somebody may have edited it since. */
function addLines(resource: LinesResource, missing: readonly string[], { keepDir }: Workshop): void {
  keepCopy(resource.path, keepDir);
  clearForeign(resource.path, 'file');
  const before = existsSync(resource.path) ? readFileSync(resource.path, 'utf8') : '';
  const start = before === '' || before.endsWith('\n') ? before : `${before}\n`;
  const content = missing.length === 0 ? before : `${start}${missing.join('\n')}\n`;
  writeFileAtomically(resource.path, content, { mode: resource.mode, ...idsOf(resource) });
}
