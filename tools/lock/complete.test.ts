import { describe, expect, it } from 'vitest';
import { completeLock, type LockFile, platformOf } from './complete.ts';

const TOOL: LockFile = {
  packages: {
    '': { optionalDependencies: { 'not-ours': '1.0.0' } },
    'node_modules/tool': {
      version: '2.0.0',
      dev: true,
      optionalDependencies: { '@tool/linux-x64-musl': '2.0.0', '@tool/darwin-arm64': '2.0.0', fsevents: '~2.3.2' },
    },
    'node_modules/@tool/darwin-arm64': { version: '2.0.0', os: ['darwin'], cpu: ['arm64'], optional: true },
  },
};

describe('the lock file', () => {
  it('gets an entry for each exactly pinned platform that it lacks, and nothing else', () => {
    const { lock, added } = completeLock(TOOL);
    expect(added).toEqual(['@tool/linux-x64-musl@2.0.0']);
    expect(lock.packages).toEqual({
      ...TOOL.packages,
      'node_modules/@tool/linux-x64-musl': {
        version: '2.0.0',
        cpu: ['x64'],
        os: ['linux'],
        libc: ['musl'],
        dev: true,
        optional: true,
      },
    });
  });

  it('is left alone when it is complete', () => {
    const complete = completeLock(TOOL).lock;
    expect(completeLock(complete)).toEqual({ lock: complete, added: [] });
  });

  it('keeps two versions of the same platform apart', () => {
    const { lock, added } = completeLock({
      packages: {
        'node_modules/a': { version: '1.0.0', optionalDependencies: { 'bin-linux-x64': '1.0.0' } },
        'node_modules/b': { version: '1.0.0', optionalDependencies: { 'bin-linux-x64': '2.0.0' } },
      },
    });
    expect(added).toEqual(['bin-linux-x64@1.0.0', 'bin-linux-x64@2.0.0']);
    expect(lock.packages['node_modules/bin-linux-x64']?.version).toBe('1.0.0');
    expect(lock.packages['node_modules/b/node_modules/bin-linux-x64']?.version).toBe('2.0.0');
  });

  it.each([
    ['@esbuild/linux-arm64', { os: ['linux'], cpu: ['arm64'] }],
    ['@oxlint/binding-linux-x64-gnu', { os: ['linux'], cpu: ['x64'], libc: ['glibc'] }],
    ['@oxlint/binding-win32-ia32-msvc', { os: ['win32'], cpu: ['ia32'] }],
    ['@rolldown/binding-linux-arm-gnueabihf', { os: ['linux'], cpu: ['arm'] }],
    ['@rolldown/binding-wasm32-wasi', { cpu: ['wasm32'] }],
    ['@biomejs/cli-darwin-x64', { os: ['darwin'], cpu: ['x64'] }],
  ])('reads the platform of %s from its name', (name, platform) => {
    expect(platformOf(name)).toEqual(platform);
  });
});
