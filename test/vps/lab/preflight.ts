import { existsSync, statfsSync } from 'node:fs';
import { CGROUP_PREFIX } from './places.ts';
import { run } from './run.ts';

/** Exit code for "cannot run here", as automake and others use it. */
export const SKIPPED = 77;
const FREE_GB = 6;

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
  return spaceProblem() ?? (await kernelProblem());
}

function spaceProblem(): string | null {
  const { bavail, bsize } = statfsSync('/var');
  const free = (bavail * bsize) / 2 ** 30;
  return free >= FREE_GB ? null : `needs ${FREE_GB} GB of free space under /var; there are ${free.toFixed(1)}.`;
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

/** Each is tried for real, because a container may have the program and not the right. */
async function kernelProblem(): Promise<string | null> {
  if (!existsSync('/dev/loop-control')) return 'needs loop devices, for a disk whose plug can be pulled.';
  for (const [line, problem] of TRIALS) {
    if ((await run(['bash', '-c', line])).code !== 0) return problem;
  }
  return null;
}

const NETNS = `vps-try-${process.pid}`;
const CGROUP = 'D=/sys/fs/cgroup/unified; [ -d $D ] || D=/sys/fs/cgroup; D=$D$(sed -n s/^0:://p /proc/self/cgroup)';
const TRIALS: readonly (readonly [line: string, problem: string])[] = [
  [
    `trap 'ip netns del ${NETNS}' EXIT; ip netns add ${NETNS} && ip -n ${NETNS} link add br0 type bridge`,
    'needs a kernel that allows network namespaces with a bridge in them.',
  ],
  [
    `${CGROUP}; mkdir $D/${CGROUP_PREFIX}try && rmdir $D/${CGROUP_PREFIX}try`,
    'needs a cgroup2 file system in which it may make groups.',
  ],
  [
    "D=$(mktemp -d); trap 'rm -rf $D' EXIT; cd $D && mkdir l u w m && unshare --mount mount -t overlay overlay -o lowerdir=l,upperdir=u,workdir=w m",
    'needs the right to mount overlay file systems.',
  ],
];
