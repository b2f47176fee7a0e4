import { existsSync, readFileSync } from 'node:fs';
import { run } from './run.ts';

/** Exit code for "cannot run here", as automake and others use it. */
export const SKIPPED = 77;

/** Program → Debian package. */
const PROGRAMS: Readonly<Record<string, string>> = {
  debootstrap: 'debootstrap',
  'systemd-nspawn': 'systemd-container',
  ip: 'iproute2',
  nsenter: 'util-linux',
  setpriv: 'util-linux',
  'mkfs.ext4': 'e2fsprogs',
  pebble: 'pebble',
  ssh: 'openssh-client',
  openssl: 'openssl',
  curl: 'curl',
  xz: 'xz-utils',
  perl: 'perl-base',
};

/** Installs what is missing, where that is possible; then one sentence that says why it cannot run here, or null. */
export async function preflight(say: (text: string) => void): Promise<string | null> {
  if (process.platform !== 'linux') return 'needs Linux: it boots a machine with systemd-nspawn.';
  if (process.getuid?.() !== 0) return 'needs root (network namespaces, mounts, systemd-nspawn): run it with sudo.';
  const missing = await missingPrograms();
  if (missing.length > 0) {
    const problem = await installPackages(missing, say);
    if (problem !== null) return problem;
  }
  return await kernelProblem();
}

async function missingPrograms(): Promise<readonly string[]> {
  const { out } = await run([
    'sh',
    '-c',
    Object.keys(PROGRAMS)
      .map((name) => `command -v ${name}`)
      .join('; '),
  ]);
  const found = new Set(out.split('\n').map((path) => path.split('/').at(-1)));
  return Object.keys(PROGRAMS).filter((name) => !found.has(name));
}

async function installPackages(missing: readonly string[], say: (text: string) => void): Promise<string | null> {
  const packages = [...new Set(missing.flatMap((name) => PROGRAMS[name] ?? []))];
  const command = ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...packages];
  const wanted = `needs ${missing.join(', ')}: ${command.join(' ')}`;
  if ((await run(['apt-get', '--version'])).code !== 0) return wanted;
  say(`Installing ${packages.join(' ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run(['apt-get', 'update', '-qq'], { env, timeoutMs: 120_000 });
  await run(command, { env, timeoutMs: 300_000 });
  return (await missingPrograms()).length === 0 ? null : wanted;
}

async function kernelProblem(): Promise<string | null> {
  if (!readFileSync('/proc/filesystems', 'utf8').includes('overlay')) return 'needs a kernel with overlayfs.';
  if (!readFileSync('/proc/mounts', 'utf8').includes(' cgroup2 ')) return 'needs a mounted cgroup2 file system.';
  if (!existsSync('/dev/loop-control')) return 'needs loop devices, for a disk whose plug can be pulled.';
  const netns = `vps-try-${process.pid}`;
  const tried = await run(['sh', '-c', `ip netns add ${netns} && ip -n ${netns} link add br0 type bridge`]);
  await run(['ip', 'netns', 'del', netns]);
  return tried.code === 0 ? null : 'needs a kernel that allows network namespaces with a bridge in them.';
}
