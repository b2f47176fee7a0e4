import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, isAbsolute, join, resolve } from 'node:path';
import type { ServerPaths } from '../../../shared/paths.ts';
import type { KnownSnapshot } from '../../plans/release/release-facts.ts';

interface Manifest {
  readonly kind?: string;
  readonly madeAt: string;
  readonly version: string;
  readonly schema: number;
  readonly bytes: number;
  readonly tables: Readonly<Record<string, number>>;
}

/** A snapshot as somebody names it: a path, or its name among the backups. */
export function snapshotPath({ backupDir }: ServerPaths, named: string): string {
  return isAbsolute(named) || existsSync(named) ? resolve(named) : join(backupDir, basename(named));
}

/** The snapshots that were checked when they were made, newest first. */
export function readSnapshots({ backupDir }: ServerPaths): readonly KnownSnapshot[] {
  if (!existsSync(backupDir)) return [];
  return readdirSync(backupDir)
    .filter((name) => name.endsWith('.db') && existsSync(join(backupDir, `${name}.json`)))
    .toSorted()
    .reverse()
    .flatMap((name) => readManifest(join(backupDir, name)) ?? []);
}

function readManifest(path: string): KnownSnapshot | null {
  try {
    const manifest = JSON.parse(readFileSync(`${path}.json`, 'utf8')) as Manifest;
    if (manifest.kind !== 'onomancer-snapshot') return null;
    const { madeAt, version, schema, bytes, tables } = manifest;
    return { path, madeAt, version, schema, bytes, rows: Object.values(tables).reduce((sum, count) => sum + count, 0) };
  } catch {
    // Somebody else's file, or one that is being written: no snapshot that one can go back to.
    return null;
  }
}
