import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { ServerPaths } from '../../../shared/paths.ts';
import type { Command } from '../../steps/step.ts';
import { exec } from '../exec.ts';
import { run } from './told.ts';

const GIT_SECONDS = 60;
/** The name in package.json. */
const APPLICATION = 'onomancer';

/** Which commit is to be deployed. */
export interface Source {
  readonly asked: string;
  readonly commit: string | null;
  /** Null: the commit of the clone. */
  readonly tarball: string | null;
  /** What a person should know before it starts. */
  readonly notes: readonly string[];
}

/** The commit that is meant: of the clone as it stands, or of a tag, a branch or a commit. */
export async function findSource(paths: ServerPaths, asked: string | null): Promise<Source> {
  const ref = asked ?? 'HEAD';
  const notes: string[] = [];
  if (asked !== null) {
    const fetched = await exec(git(paths, 'fetch', '--quiet', '--tags', 'origin'));
    if (fetched.exitCode !== 0)
      notes.push('The origin could not be asked for news, so only what this clone knows can be deployed.');
  }
  const commit = (await resolved(paths, ref)) ?? (await resolved(paths, `origin/${ref}`));
  if (commit === null)
    throw new AppError('INPUT_INVALID', {
      facts: {
        problem: `There is no tag, branch or commit “${ref}” in ${paths.appDir}.`,
        wanted: 'The tags: git tag --list. The branches: git branch --all. For what is not here yet: git fetch.',
      },
    });
  if (asked === null && (await isChanged(paths)))
    notes.push('Files in the clone were changed and not committed: they are not part of the release.');
  return { asked: ref, commit, tarball: null, notes };
}

/** The sources in a tarball, which says nothing of a commit. Looks into it, so that a broken or foreign one begins nothing. */
export async function tarballSource(path: string): Promise<Source> {
  if (!existsSync(path))
    throw new AppError('INPUT_INVALID', {
      facts: { problem: `There is no file ${path}.`, wanted: 'Make one: git archive --output=release.tar.gz HEAD' },
    });
  const tarball = resolve(path);
  const { manifest } = await examine(tarball);
  const printed = await run(
    { argv: ['tar', '-x', '-O', '-f', tarball, manifest], limitSeconds: GIT_SECONDS },
    'RELEASE_NOT_BUILT',
  );
  const name = nameIn(printed);
  if (name !== APPLICATION) throw foreign(`${tarball} is ${name ?? 'something else'}, not ${APPLICATION}`);
  return { asked: path, commit: null, tarball, notes: [] };
}

function nameIn(manifest: string): string | null {
  try {
    const { name } = JSON.parse(manifest) as { readonly name?: unknown };
    return typeof name === 'string' ? name : null;
  } catch {
    return null;
  }
}

/** Puts the sources into a directory of their own; nothing of the clone is touched. */
export async function placeSources(paths: ServerPaths, { commit, tarball }: Source, dir: string): Promise<void> {
  mkdirSync(dir, { recursive: true, mode: 0o750 });
  const archive = tarball ?? join(dir, '.sources.tar');
  if (tarball === null)
    await run(git(paths, 'archive', '--format=tar', `--output=${archive}`, commit ?? 'HEAD'), 'RELEASE_NOT_BUILT');
  const strip = tarball === null ? [] : (await examine(tarball)).strip;
  await run(
    { argv: ['tar', '-x', '-f', archive, '-C', dir, '--no-same-owner', ...strip], limitSeconds: GIT_SECONDS },
    'RELEASE_NOT_BUILT',
  );
  if (tarball === null) rmSync(archive);
}

/** Tarballs that people make have one directory around everything; `git archive` makes none. */
async function examine(tarball: string): Promise<{ readonly strip: readonly string[]; readonly manifest: string }> {
  const listed = await run({ argv: ['tar', '-t', '-f', tarball], limitSeconds: GIT_SECONDS }, 'RELEASE_NOT_BUILT');
  const members = listed.trim().split('\n');
  const plain = (name: string): string => name.replace(/^\.\//, '');
  const manifest = members.find((name) => plain(name) === 'package.json');
  if (manifest !== undefined) return { strip: [], manifest };
  const tops = new Set(members.map((name) => plain(name).split('/')[0]).filter((top) => top !== ''));
  const [top] = tops;
  const below = members.find((name) => plain(name) === `${top}/package.json`);
  if (tops.size === 1 && below !== undefined)
    return { strip: [`--strip-components=${below.split('/').length - 1}`], manifest: below };
  throw foreign(`${tarball} has no package.json: it is not ${APPLICATION}`);
}

function foreign(says: string): AppError {
  return new AppError('RELEASE_NOT_BUILT', { facts: { says } });
}

async function resolved(paths: ServerPaths, ref: string): Promise<string | null> {
  const answer = await exec(git(paths, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`));
  return answer.exitCode === 0 ? answer.stdout.trim() : null;
}

async function isChanged(paths: ServerPaths): Promise<boolean> {
  const answer = await exec(git(paths, 'status', '--porcelain'));
  return answer.exitCode === 0 && answer.stdout.trim() !== '';
}

function git(paths: ServerPaths, ...args: string[]): Command {
  // Never a question on a terminal that is not there.
  const environment = { HOME: paths.pm2Home, GIT_TERMINAL_PROMPT: '0', GIT_SSH_COMMAND: 'ssh -o BatchMode=yes' };
  return { argv: ['git', '-C', paths.appDir, ...args], limitSeconds: GIT_SECONDS, environment };
}
