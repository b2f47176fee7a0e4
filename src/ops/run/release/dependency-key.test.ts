import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dependencyKey } from './dependency-key.ts';

const PACKAGE = { name: 'onomancer', version: '0.1.0', scripts: { build: 'x' }, dependencies: { zod: '4.6.7' } };
const LOCK = {
  name: 'onomancer',
  version: '0.1.0',
  packages: {
    '': { name: 'onomancer', version: '0.1.0', dependencies: { zod: '4.6.7' } },
    'node_modules/zod': { version: '4.6.7', integrity: 'sha512-a' },
  },
};

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'onomancer-key-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function keyWith(manifest: object | string, lock: object | string): string {
  const text = (value: object | string): string => (typeof value === 'string' ? value : JSON.stringify(value));
  writeFileSync(join(dir, 'package.json'), text(manifest));
  writeFileSync(join(dir, 'package-lock.json'), text(lock));
  return dependencyKey(dir);
}

describe('what is installed for a release', () => {
  it('is what was installed for the one before when only our own version or a script changed', () => {
    const own = { ...LOCK.packages[''], version: '0.2.0' };
    const next = { ...LOCK, version: '0.2.0', packages: { ...LOCK.packages, '': own } };
    const manifest = { ...PACKAGE, version: '0.2.0', scripts: { build: 'y' } };
    expect(keyWith(manifest, next)).toBe(keyWith(PACKAGE, LOCK));
  });

  it('is something else when a package is another one, or the files do not fit each other', () => {
    const other = { ...LOCK.packages, 'node_modules/zod': { version: '4.6.7', integrity: 'sha512-b' } };
    const keys = [
      keyWith(PACKAGE, LOCK),
      keyWith({ ...PACKAGE, dependencies: { zod: '3.0.0' } }, LOCK),
      keyWith({ ...PACKAGE, overrides: { zod: '3.0.0' } }, LOCK),
      keyWith(PACKAGE, { ...LOCK, packages: other }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('is left to npm where a file cannot be read', () => {
    expect(keyWith(PACKAGE, '{ "packages"')).not.toBe(keyWith(PACKAGE, '{ "packages":'));
  });
});
