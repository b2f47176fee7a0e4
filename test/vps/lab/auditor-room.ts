import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { ADDRESSES } from './addresses.ts';
import { debootstrap, fingerprint } from './image.ts';
import { withLock } from './lock.ts';
import { inLab } from './network.ts';
import type { CachePlaces, LabPlaces } from './places.ts';
import { type Ran, run } from './run.ts';

/** Debian 13, because the auditors have to be younger than what they judge: those of 12 take new algorithms for unknown. */
const SYSTEM = {
  suite: 'trixie',
  packages: ['ca-certificates', 'ssh-audit', 'testssl.sh', 'bsdextrautils', 'procps', 'bind9-host'],
};
const AUDIT_MS = 300_000;
const PATIENCE_MS = 600_000;

/** A file system with the auditors' programs, used in the network of a lab. Kept between runs; nothing in it changes. */
export class AuditorRoom {
  readonly #lab: LabPlaces;
  readonly #root: string;

  private constructor(lab: LabPlaces, root: string) {
    this.#lab = lab;
    this.#root = root;
  }

  static async open(lab: LabPlaces, cache: CachePlaces): Promise<AuditorRoom> {
    mkdirSync(cache.dir, { recursive: true });
    const root = `${cache.auditorRoot}-${fingerprint(JSON.stringify(SYSTEM))}`;
    await withLock(cache.lock, PATIENCE_MS, async () => {
      if (!existsSync(root)) await debootstrap(root, SYSTEM);
    });
    writeFileSync(`${root}/etc/resolv.conf`, `nameserver ${ADDRESSES.gateway}\n`);
    return new AuditorRoom(lab, root);
  }

  /** A line for the shell, with /proc, /dev and an empty /tmp that are gone with it. */
  async run(line: string, input = ''): Promise<Ran> {
    const mounts = [
      `mount -t proc proc ${this.#root}/proc`,
      `mount --rbind /dev ${this.#root}/dev`,
      `mount -t tmpfs tmpfs ${this.#root}/tmp`,
    ];
    const enter = [
      'unshare',
      '--mount',
      '--',
      'sh',
      '-c',
      `${mounts.join(' && ')} && exec chroot ${this.#root} "$@"`,
      'sh',
    ];
    const environment = ['env', '-i', 'HOME=/root', 'LANG=C.UTF-8', 'TERM=dumb', 'PATH=/usr/sbin:/usr/bin:/sbin:/bin'];
    const command = [...enter, ...environment, 'bash', '-c', line];
    return await run(inLab(this.#lab.netns, command), { timeoutMs: AUDIT_MS, input });
  }
}
