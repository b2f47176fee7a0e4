import { spawn } from 'node:child_process';
import { cpSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Finding, forInformation, type Row } from './finding.ts';
import { ROOT } from './root.ts';
import { showNumber, showSpread, spread } from './statistics.ts';

const LIMITS = { packages: 150, megabytes: 80, seconds: 20 };
const EARLIER = 'the earlier code base: 392 packages, 247 MB, 110 s';

interface Install {
  readonly seconds: number;
  readonly packages: number;
  readonly megabytes: number;
  readonly compiled: readonly string[];
}

/** What a server does at a deployment: `npm ci --omit=dev` where only the two package files lie. */
export const installRow: Row = {
  name: 'install',
  title: 'production install',
  async run(bench) {
    const cold: Install[] = [];
    const warm: Install[] = [];
    for (let round = 0; round < (bench.isQuick ? 1 : 2); round += 1) {
      const place = join(bench.dir, `install-${round}`);
      cold.push(await install(place));
      warm.push(await install(place));
      rmSync(place, { recursive: true, force: true });
    }
    return findings(cold, warm, sizeOf(dirname(bench.botEntrance)));
  },
};

function findings(cold: readonly Install[], warm: readonly Install[], distMb: number): readonly Finding[] {
  const [{ packages, megabytes, compiled }] = cold as readonly [Install];
  const seconds = spread(cold.map((one) => one.seconds));
  const isReached =
    packages <= LIMITS.packages &&
    megabytes <= LIMITS.megabytes &&
    seconds.median <= LIMITS.seconds &&
    compiled.length === 0;
  return [
    {
      what: `${installRow.title}, nothing in npm's cache`,
      measured: `${packages} packages, ${showNumber(megabytes)} MB, ${showSpread(seconds, 's')}`,
      reference: EARLIER,
      ratio: null,
      reach: `≤ ${LIMITS.packages} packages, ≤ ${LIMITS.megabytes} MB, ≤ ${LIMITS.seconds} s, nothing compiled`,
      isReached,
    },
    forInformation('… compiled', compiled.length === 0 ? 'nothing' : compiled.join(', ')),
    forInformation("… again, everything in npm's cache", showSpread(spread(warm.map((one) => one.seconds)), 's')),
    forInformation('… dist/, which it runs', `${showNumber(distMb)} MB`),
  ];
}

/** Into a fresh `node_modules`; the cache stays in its place for the next one. */
async function install(place: string): Promise<Install> {
  const app = join(place, 'app');
  rmSync(app, { recursive: true, force: true });
  mkdirSync(app, { recursive: true });
  for (const name of ['package.json', 'package-lock.json']) cpSync(join(ROOT, name), join(app, name));
  const startedAt = performance.now();
  await npmCi(app, join(place, 'cache'));
  const seconds = (performance.now() - startedAt) / 1_000;
  const modules = join(app, 'node_modules');
  const lock = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')) as { packages: object };
  return {
    seconds,
    packages: Object.keys(lock.packages).length,
    megabytes: sizeOf(modules),
    compiled: compiledIn(modules),
  };
}

async function npmCi(app: string, cache: string): Promise<void> {
  const args = ['ci', '--omit=dev', '--cache', cache, '--no-audit', '--no-fund', '--no-progress'];
  const child = spawn('npm', args, { cwd: app, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += String(chunk);
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`npm ci ended with ${code}:\n${text.slice(-2_000)}`);
}

/** Objects and makefiles are what node-gyp leaves behind where it compiled. */
function compiledIn(modules: string): readonly string[] {
  const left = filesBelow(modules).filter((path) => /(?:\.o|\/build\/(?:Makefile|config\.gypi))$/.test(path));
  return [...new Set(left.map((path) => path.slice(modules.length + 1).replace(/\/build\/.*/, '')))];
}

function sizeOf(dir: string): number {
  return filesBelow(dir).reduce((sum, path) => sum + lstatSync(path).size, 0) / 1e6;
}

function filesBelow(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
