import { mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { type Layers, overlayMount } from '../lab/image.ts';
import type { LabPlaces } from '../lab/places.ts';
import { must, run } from '../lab/run.ts';
import type { Disk } from '../lab/state.ts';

const DISK_BYTES = 20 * 2 ** 30;
const MOST_ROUNDS = 200;
/** EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH (linux/fs/ext4/ext4.h): nothing more reaches the disk. */
const SHUTDOWN = 'sysopen(F,$ARGV[0],0200000) or die $!; my $how=pack("L",2); ioctl(F,0x8004587d,$how) or die $!';

/** Makes the disk of a new box from its layers, and mounts it. */
export async function makeDisk(lab: LabPlaces, disk: Disk, layers: Layers): Promise<void> {
  for (const dir of [lab.root, lab.upper, lab.overlayWork]) mkdirSync(dir, { recursive: true });
  await must(overlayMount({ layers, upper: lab.upper, work: lab.overlayWork, root: lab.root }));
  writeFileSync(`${lab.root}/etc/machine-id`, '');
  if (disk === 'overlay') return;
  writeFileSync(lab.image, '');
  truncateSync(lab.image, DISK_BYTES);
  await must(['mkfs.ext4', '-q', '-F', '-L', 'vps', '-d', lab.root, lab.image], { timeoutMs: 120_000 });
  await must(['umount', lab.root]);
  await mountImage(lab);
}

/**
 * Mounts the disk. mount(8) would take the loop device that the file still has, and with it a file system that was cut off:
 * another box that starts at that moment can hold it for a while.
 */
export async function mountImage(lab: LabPlaces): Promise<void> {
  for (let round = 0; (await run(['losetup', '-j', lab.image])).out.trim() !== ''; round += 1) {
    if (round === MOST_ROUNDS) throw new Error(`The disk ${lab.image} is still held by somebody.`);
    await run(['sleep', '0.1']);
  }
  await must(['mount', '-o', 'loop', lab.image, lab.root]);
}

/** The moment the current is gone: what was not yet on the disk will never be. */
export async function cutPower(lab: LabPlaces): Promise<void> {
  await must(['perl', '-e', SHUTDOWN, lab.root]);
}

/** Unmounts and removes whatever there is; also after a half-made disk. */
export async function removeDisk(lab: LabPlaces): Promise<void> {
  await unmount(lab.root);
  for (const path of [lab.root, lab.upper, lab.overlayWork, lab.image]) rmSync(path, { recursive: true, force: true });
}

export async function unmount(path: string): Promise<void> {
  for (let round = 0; round < 40; round += 1) {
    if ((await run(['mountpoint', '-q', path])).code !== 0) return;
    if ((await run(['umount', path])).code === 0) return;
    await run(['sleep', '0.1']);
  }
  await must(['umount', '--lazy', path]);
}
