import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ADDRESSES } from './addresses.ts';
import { inLab } from './network.ts';
import type { CachePlaces, LabPlaces } from './places.ts';
import { type Command, run } from './run.ts';

const WORLD = resolve(import.meta.dirname, '../world');
const ROOT = resolve(import.meta.dirname, '../../..');
const START_WITHIN_MS = 20_000;

/** Starts everything that stands around the box, and waits until it answers. */
export async function startWorld(lab: LabPlaces, cache: CachePlaces, npmHost: string): Promise<void> {
  rmSync(lab.worldReady, { force: true });
  writeFileSync(lab.pebbleConfig, JSON.stringify(pebbleConfig(cache)));
  inBackground(lab, 'upstream', node('upstream-main.ts', lab.socketsDir, cache.packages));
  const dnsLog = join(lab.logsDir, 'dns.log');
  const world = node('world-main.ts', lab.socketsDir, cache.pkiDir, cache.nodeMirror, npmHost, lab.worldReady, dnsLog);
  inBackground(lab, 'world', inLab(lab.netns, world));
  const pebble = ['pebble', '-config', lab.pebbleConfig, '-dnsserver', `${ADDRESSES.gateway}:53`];
  inBackground(lab, 'pebble', inLab(lab.netns, ['env', 'PEBBLE_VA_NOSLEEP=1', 'PEBBLE_WFE_NONCEREJECT=0', ...pebble]));
  await waitForWorld(lab);
}

/** Shows the sandbox inside the network of a box that has just booted. */
export function showSandboxInside(lab: LabPlaces, leader: number): void {
  const command = ['nsenter', `--net=/proc/${leader}/ns/net`, ...node('inside-main.ts', lab.socketsDir)];
  inBackground(lab, 'inside', command);
}

/** The root certificate of the ACME server; it makes a new one at each start. */
export async function acmeRoot(lab: LabPlaces): Promise<string> {
  const { out } = await run(inLab(lab.netns, ['curl', '-sk', '-m', '5', `https://${ADDRESSES.acme}:15000/roots/0`]));
  return out;
}

function pebbleConfig(cache: CachePlaces): unknown {
  return {
    pebble: {
      listenAddress: `${ADDRESSES.acme}:443`,
      managementListenAddress: `${ADDRESSES.acme}:15000`,
      certificate: join(cache.pkiDir, 'world.crt'),
      privateKey: join(cache.pkiDir, 'world.key'),
      httpPort: 80,
      tlsPort: 443,
      ocspResponderURL: '',
      externalAccountBindingRequired: false,
      // 90 days, as the real one.
      certificateValidityPeriod: 7_776_000,
    },
  };
}

function node(file: string, ...args: readonly string[]): Command {
  return [process.execPath, '--import', 'tsx', join(WORLD, file), ...args];
}

/** In a control group, by which it is found and ended whatever becomes of us. */
function inBackground(lab: LabPlaces, name: string, command: Command): void {
  const log = openSync(join(lab.logsDir, `${name}.log`), 'a');
  const enter = [
    'U=/sys/fs/cgroup/unified; [ -d $U ] || U=/sys/fs/cgroup',
    `G=$U$(sed -n 's/^0:://p' /proc/self/cgroup)/${lab.worldCgroup}`,
    'mkdir -p "$G" && echo $$ > "$G/cgroup.procs" && exec "$@"',
  ].join('; ');
  const child = spawn('sh', ['-c', enter, 'sh', ...command], {
    detached: true,
    stdio: ['ignore', log, log],
    cwd: ROOT,
  });
  child.unref();
  closeSync(log);
}

async function waitForWorld(lab: LabPlaces): Promise<void> {
  const until = performance.now() + START_WITHIN_MS;
  const directory = ['curl', '-sk', '-m', '1', '-o', '/dev/null', `https://${ADDRESSES.acme}/dir`];
  const sockets = ['debian.sock', 'npm.sock'].map((name) => join(lab.socketsDir, name));
  for (;;) {
    const isThere = [lab.worldReady, ...sockets].every((file) => existsSync(file));
    if (isThere && (await run(inLab(lab.netns, directory))).code === 0) return;
    if (performance.now() > until) throw new Error(`The lab’s servers did not start.\n${lastWords(lab)}`);
    await wait(50);
  }
}

function lastWords(lab: LabPlaces): string {
  return ['upstream', 'world', 'pebble']
    .map((name) => `${name}: ${readFileSync(join(lab.logsDir, `${name}.log`), 'utf8').slice(-800)}`)
    .join('\n');
}
