import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXTERNAL } from '../../tools/build/bundle.ts';
import { completeLock, type LockFile } from '../../tools/lock/complete.ts';
import { ROOT } from './root.ts';

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly overrides: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
  readonly scripts: Readonly<Record<string, string>>;
}

interface Lock extends LockFile {
  readonly packages: Readonly<
    Record<string, LockFile['packages'][string] & { hasInstallScript?: boolean; resolved?: string; link?: boolean }>
  >;
}

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;
const lock = JSON.parse(read('package-lock.json')) as Lock;
const EXACT = /^(?:npm:(?:@[\w.-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(?:-[\w.]+)?$/;

describe('packages', () => {
  it('are installed in production only where the bundle leaves them outside', () => {
    expect(Object.keys(manifest.dependencies)).toEqual(EXTERNAL);
  });

  it('are pinned to one exact version each', () => {
    const wanted = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.overrides };
    expect(Object.entries(wanted).filter(([, version]) => !EXACT.test(version))).toEqual([]);
  });

  it('run no install script: neither compiled nor downloaded from outside the registry', () => {
    const withScript = Object.entries(lock.packages).filter(([, { hasInstallScript }]) => hasInstallScript);
    const names = withScript.map(([path]) => path.split('node_modules/').at(-1) ?? path);
    // They bring their binary as a package or inside their own; the scripts are only for when that is missing.
    expect(names.toSorted()).toEqual(['@photostructure/sqlite', 'esbuild']);
    expect(manifest.allowScripts).toEqual(Object.fromEntries(names.map((name) => [name, false])));
  });

  it('name no registry in the lock file, so that everybody installs from their own', () => {
    const resolved = Object.entries(lock.packages).filter(([, entry]) => entry.resolved !== undefined);
    expect(resolved.map(([path]) => path)).toEqual([]);
    expect(read('package-lock.json')).not.toMatch(/https?:\/\/[^"]*\.tgz/);
  });

  it('have an entry in the lock file for every platform (npm run complete-lock adds what is missing)', () => {
    expect(completeLock(lock).added).toEqual([]);
  });

  it('are locked as package.json wants them', () => {
    const root = lock.packages[''] as unknown as Pick<Manifest, 'dependencies' | 'devDependencies'>;
    expect(root.dependencies).toEqual(manifest.dependencies);
    expect(root.devDependencies).toEqual(manifest.devDependencies);
  });
});
