import { lstatSync, readFileSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import type { Step } from '../steps/step.ts';
import { type FileRights, writeFileAtomically } from './write-file.ts';

type Before =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'file'; readonly content: string; readonly rights: FileRights }
  | { readonly kind: 'link'; readonly target: string };

/** Files and links as they were, by path. */
export type Snapshot = ReadonlyMap<string, Before>;

/** Remembers the files and links that a step may write, so that they can be put back. */
export function takeSnapshot(step: Step): Snapshot {
  const paths = step.resources.flatMap((resource) =>
    resource.kind === 'condition' || resource.kind === 'packages' || resource.kind === 'directory'
      ? []
      : [resource.path],
  );
  return new Map(
    paths.flatMap((path): [string, Before][] => {
      const before = readWhole(path);
      return before === null ? [] : [[path, before]];
    }),
  );
}

/** Puts files and links back as they were. */
export function putBack(snapshot: Snapshot): void {
  for (const [path, before] of snapshot) {
    if (before.kind === 'file') writeFileAtomically(path, before.content, before.rights);
    else rmSync(path, { force: true });
    if (before.kind === 'link') symlinkSync(before.target, path);
  }
}

function readWhole(path: string): Before | null {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return { kind: 'nothing' };
  if (found.isSymbolicLink()) return { kind: 'link', target: readlinkSync(path) };
  if (!found.isFile()) return null;
  const rights = { mode: found.mode & 0o7777, uid: found.uid, gid: found.gid };
  return { kind: 'file', content: readFileSync(path, 'utf8'), rights };
}
