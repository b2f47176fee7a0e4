import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { serverPaths } from '../../../shared/paths.ts';
import { linkPlacesIntoClone } from './place-links.ts';

const unexpected = (line: string): void => expect.fail(line);

describe('linkPlacesIntoClone', () => {
  const baseDir = mkdtempSync(join(tmpdir(), 'links-'));
  const paths = serverPaths(baseDir);

  afterEach(() => rmSync(paths.appDir, { recursive: true, force: true }));

  it('shows the places of the installation where the report has them', () => {
    mkdirSync(paths.appDir);
    linkPlacesIntoClone(paths, unexpected);
    linkPlacesIntoClone(paths, unexpected);
    const links = readdirSync(paths.appDir).map((name) => [name, readlinkSync(join(paths.appDir, name))]);
    expect(Object.fromEntries(links)).toEqual({
      backups: '../backups',
      data: '../data',
      logs: '/var/log/devrel',
      secrets: '../secrets',
    });
  });

  it('leaves what stands there as it is', () => {
    mkdirSync(join(paths.appDir, 'data'), { recursive: true });
    writeFileSync(join(paths.appDir, 'data', 'mine'), '');
    linkPlacesIntoClone(paths, unexpected);
    expect(lstatSync(join(paths.appDir, 'data')).isDirectory()).toBe(true);
  });

  it('makes nothing where there is no clone', () => {
    linkPlacesIntoClone(paths, unexpected);
    expect(lstatSync(paths.appDir, { throwIfNoEntry: false })).toBeUndefined();
  });

  it('says which link could not be made', () => {
    writeFileSync(paths.appDir, 'no directory');
    const told: string[] = [];
    linkPlacesIntoClone(paths, (line) => told.push(line));
    expect(told[0]).toContain(`${paths.appDir}/secrets could not be made a link to ${baseDir}/secrets: ENOTDIR`);
  });
});
