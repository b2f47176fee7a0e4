import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ADDRESSES, NAMES } from './addresses.ts';
import { withLock } from './lock.ts';
import { ensureNodeMirror } from './node-mirror.ts';
import { ensurePki } from './pki.ts';
import type { CachePlaces } from './places.ts';
import { readRegistries } from './registries.ts';
import { must, run } from './run.ts';

const SUITE = 'bookworm';
/** What a provider's Debian image has, of what matters here. */
const PACKAGES = [
  'systemd-sysv',
  'dbus',
  'libpam-systemd',
  'systemd-timesyncd',
  'openssh-server',
  'iproute2',
  'procps',
  'iputils-ping',
  'curl',
  'ca-certificates',
  'sudo',
  'openssl',
  'logrotate',
  'cron',
  'less',
  'nano',
  'locales',
];
const DEBOOTSTRAP_MS = 600_000;
const LOCK_PATIENCE_MS = 900_000;
/** The password that root has on the fresh machine, as providers send one by mail. */
export const ROOT_PASSWORD = 'Fresh-vps-4711';

/** Lower directories of a fresh machine, topmost first. */
export type Layers = readonly string[];

/** Makes what is missing of the cache, and names the layers of a machine as a provider hands it over. */
export async function ensureImage(cache: CachePlaces, say: (text: string) => void): Promise<Layers> {
  mkdirSync(cache.dir, { recursive: true });
  return await withLock(cache.lock, LOCK_PATIENCE_MS, async () => {
    const { npmDefault } = await readRegistries();
    await ensurePki(cache.pkiDir, npmDefault.hostname);
    if (!existsSync(join(cache.nodeMirror, 'dist'))) say('Packing a mirror of Node …');
    await ensureNodeMirror(cache.nodeMirror);
    const bare = `${cache.bareRoot}-${fingerprint(PACKAGES.join(' '))}`;
    if (!existsSync(bare)) {
      say(`Making a Debian ${SUITE} root file system (once, about a minute) …`);
      await debootstrap(bare, { suite: SUITE, packages: PACKAGES });
    }
    const files = freshFiles(cache);
    const fresh = `${cache.freshLayer}-${fingerprint(`${bare}${JSON.stringify(files)}`)}`;
    if (!existsSync(fresh)) await makeFresh(fresh, bare, files);
    return [fresh, bare];
  });
}

interface System {
  readonly suite: string;
  readonly packages: readonly string[];
}

/** A root file system of Debian; it has its name only when it is whole. */
export async function debootstrap(target: string, { suite, packages }: System): Promise<void> {
  const { debian } = await readRegistries();
  const part = `${target}.part`;
  rmSync(part, { recursive: true, force: true });
  const options = ['--variant=minbase', `--include=${packages.join(',')}`];
  await must(['debootstrap', ...options, suite, part, debian.href], { timeoutMs: DEBOOTSTRAP_MS });
  rmSync(join(part, 'var/cache/apt/archives'), { recursive: true, force: true });
  renameSync(part, target);
}

type Files = Readonly<Record<string, { readonly text: string; readonly mode?: number }>>;

function freshFiles(cache: CachePlaces): Files {
  const archive = `http://${NAMES.debianMirror}`;
  const { gateway, gateway6, box, box6 } = ADDRESSES;
  const network = [
    ['[Match]', 'Name=host0'],
    ['[Network]', `Address=${box}/24`, `Address=${box6}/64`, `DNS=${gateway}`, 'IPv6AcceptRA=no'],
    ['[Route]', `Gateway=${gateway}`],
    ['[Route]', `Gateway=${gateway6}`],
  ];
  const sources = [
    `deb ${archive}/debian ${SUITE} main`,
    `deb ${archive}/debian ${SUITE}-updates main`,
    `deb ${archive}/debian-security ${SUITE}-security main`,
  ];
  return {
    'etc/machine-id': { text: '' },
    'etc/hostname': { text: 'vps\n' },
    'etc/hosts': { text: '127.0.0.1 localhost\n127.0.1.1 vps\n::1 localhost ip6-localhost ip6-loopback\n' },
    'etc/resolv.conf': { text: `nameserver ${gateway}\n` },
    'etc/systemd/network/10-host0.network': { text: `${network.map((lines) => lines.join('\n')).join('\n\n')}\n` },
    'etc/apt/sources.list': { text: `${sources.join('\n')}\n` },
    'usr/local/share/ca-certificates/vps-lab.crt': { text: readFileSync(join(cache.pkiDir, 'ca.crt'), 'utf8') },
    // Node does not look at the system's authorities by itself.
    'etc/environment': { text: 'NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt\n' },
    'root/.ssh/authorized_keys': { text: readFileSync(`${cache.sshKey}.pub`, 'utf8'), mode: 0o600 },
  };
}

async function makeFresh(layer: string, bare: string, files: Files): Promise<void> {
  const part = `${layer}.part`;
  const [root, upper, work] = ['root', 'upper', 'work'].map((name) => join(part, name)) as [string, string, string];
  await run(['umount', root]);
  rmSync(part, { recursive: true, force: true });
  for (const dir of [root, upper, work]) mkdirSync(dir, { recursive: true });
  await must(overlayMount({ layers: [bare], upper, work, root }));
  try {
    mkdirSync(join(root, 'root/.ssh'), { recursive: true, mode: 0o700 });
    for (const [path, { text, mode }] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text, { mode: mode ?? 0o644 });
    }
    await must(['systemctl', `--root=${root}`, 'enable', '-q', 'systemd-networkd.service']);
    await must(['chroot', root, 'update-ca-certificates'], { timeoutMs: 120_000 });
    await must(['chroot', root, 'chpasswd'], { input: `root:${ROOT_PASSWORD}\n` });
  } finally {
    await must(['umount', root]);
  }
  renameSync(upper, layer);
  rmSync(part, { recursive: true, force: true });
}

export interface Overlay {
  readonly layers: Layers;
  readonly upper: string;
  readonly work: string;
  readonly root: string;
}

export function overlayMount({ layers, upper, work, root }: Overlay): readonly string[] {
  // Without it a directory that came from a layer cannot be renamed (overlayfs(5): EXDEV), which no disk refuses.
  const options = `lowerdir=${layers.join(':')},upperdir=${upper},workdir=${work},redirect_dir=on`;
  return ['mount', '-t', 'overlay', 'overlay', '-o', options, root];
}

export function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10);
}
