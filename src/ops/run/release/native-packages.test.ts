import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toAppError } from '../../../shared/errors/app-error.ts';
import { explain } from '../../../shared/errors/catalogue.ts';
import { proveNativePackages } from './native-packages.ts';

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'onomancer-native-'));
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

function aRelease(main: string): void {
  const place = join(dir, 'node_modules/with-a-native-part');
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'package.json'), '{"name":"with-a-native-part","main":"main.js"}');
  writeFileSync(join(place, 'main.js'), main);
  writeFileSync(join(place, 'part.node'), 'not what a loader can load');
  writeFileSync(
    join(dir, 'package.json'),
    '{"dependencies":{"with-a-native-part":"1.0.0"},"devDependencies":{"absent":"1.0.0"}}',
  );
}

describe('the packages that a release runs with', () => {
  it('are loaded from the release itself', async () => {
    aRelease('module.exports = {};');
    await expect(proveNativePackages(dir, {})).resolves.toBeUndefined();
  });

  it('make the release one that could not be built when this Node cannot load them, and it says why', async () => {
    aRelease("require('./part.node');");
    const error = toAppError(await proveNativePackages(dir, {}).catch((cause: unknown) => cause));
    expect(error.code).toBe('RELEASE_NOT_BUILT');
    expect(explain(error.code, error.facts).says).toMatch(
      /part\.node: (?:file too short|invalid ELF header|.*mach-o)/i,
    );
  });
});
