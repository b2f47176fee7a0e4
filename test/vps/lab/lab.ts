import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { makeDisk, removeDisk, unmount } from '../box/disk.ts';
import { boot, halt, killBox } from '../box/power.ts';
import { findCgroups, killCgroups } from './cgroups.ts';
import { ensureImage, type Layers } from './image.ts';
import { networkDown, networkUp } from './network.ts';
import { type CachePlaces, CGROUP_PREFIX, cachePlaces, DEFAULT_HOME, labPlaces, NETNS_PREFIX } from './places.ts';
import { readRegistries } from './registries.ts';
import { must, mustAll, run } from './run.ts';
import { allLabs, type Disk, type LabState, readState, writeState } from './state.ts';
import { startWorld } from './world.ts';

const GIB = 2 ** 30;

export interface Machine {
  readonly home: string;
  readonly cache: CachePlaces;
}

export interface BoxOptions {
  readonly disk?: Disk;
  readonly cpus?: number;
  /** A machine in some other state than fresh from the provider. */
  readonly layers?: Layers;
}

export function thisMachine(): Machine {
  const home = process.env['ONOMANCER_VPS_DIR'] ?? DEFAULT_HOME;
  if (home === '/' || home === homedir()) throw new Error(`ONOMANCER_VPS_DIR=${home}: give it a directory of its own.`);
  return { home, cache: cachePlaces(home) };
}

/** A new box with its world around it, booted. Milliseconds that the boot took. */
export async function openLab(
  machine: Machine,
  name: string,
  options: BoxOptions,
  say: (text: string) => void,
): Promise<number> {
  const lab = labPlaces(machine.home, name);
  const layers = options.layers ?? (await ensureImage(machine.cache, say));
  await closeLab(machine, name);
  for (const dir of [lab.dir, lab.socketsDir, lab.logsDir]) mkdirSync(dir, { recursive: true });
  const state: LabState = {
    disk: options.disk ?? 'overlay',
    cpus: options.cpus ?? 1,
    memoryBytes: 2 * GIB,
    layers,
    createdAt: new Date().toISOString(),
  };
  writeState(lab, state);
  await mustAll(networkUp(lab.netns));
  const { npmDefault } = await readRegistries();
  await Promise.all([startWorld(lab, machine.cache, npmDefault.hostname), makeDisk(lab, state.disk, layers)]);
  return await boot(lab);
}

/** Another box in the same world: the old one is gone with everything on it. */
export async function renewBox(machine: Machine, name: string, options: BoxOptions): Promise<number> {
  const lab = labPlaces(machine.home, name);
  const before = readState(lab);
  if (before === null) throw new Error(`There is no box "${name}".`);
  await killBox(lab);
  await removeDisk(lab);
  const layers = options.layers ?? (await ensureImage(machine.cache, () => undefined));
  const state = { ...before, disk: options.disk ?? before.disk, cpus: options.cpus ?? before.cpus, layers };
  writeState(lab, state);
  await makeDisk(lab, state.disk, layers);
  return await boot(lab);
}

/** Shuts a box down and keeps what was changed on it as a layer for others; gives the layers of a machine like it. */
export async function keepAsLayer(machine: Machine, name: string, as: string): Promise<Layers> {
  const lab = labPlaces(machine.home, name);
  const state = readState(lab);
  if (state?.disk !== 'overlay') throw new Error(`Only a box on an overlay can be kept; "${name}" is none.`);
  await halt(lab);
  await unmount(lab.root);
  const layer = layerPlace(machine, as);
  rmSync(layer, { recursive: true, force: true });
  mkdirSync(machine.cache.layersDir, { recursive: true });
  await must(['mv', lab.upper, layer]);
  return [layer, ...state.layers];
}

/** Where a kept layer is. */
export function layerPlace({ cache }: Machine, name: string): string {
  return join(cache.layersDir, name);
}

/** Removes the layers whose name passes the test. */
export function dropLayers({ cache }: Machine, isUnwanted: (name: string) => boolean): void {
  if (!existsSync(cache.layersDir)) return;
  for (const name of readdirSync(cache.layersDir).filter(isUnwanted)) {
    rmSync(join(cache.layersDir, name), { recursive: true, force: true });
  }
}

/** Removes a box and its world, whatever is left of them. */
export async function closeLab(machine: Machine, name: string): Promise<void> {
  const lab = labPlaces(machine.home, name);
  await killCgroups(findCgroups((group) => group === lab.cgroup || group === lab.worldCgroup));
  if (existsSync(lab.dir)) {
    await removeDisk(lab);
    rmSync(lab.dir, { recursive: true, force: true });
  }
  if (existsSync(`/run/netns/${lab.netns}`)) await must(networkDown(lab.netns));
}

/** Removes every box of this machine; what could not be removed comes back as sentences. */
export async function closeAllLabs(machine: Machine): Promise<readonly string[]> {
  for (const { name } of allLabs(machine.home)) await closeLab(machine, name);
  for (const netns of await ourNamespaces()) await closeLab(machine, netns.slice(NETNS_PREFIX.length));
  await killCgroups(findCgroups((group) => group.startsWith(CGROUP_PREFIX)));
  rmSync(machine.cache.layersDir, { recursive: true, force: true });
  return await traces(machine);
}

/** Everything of boxes that can be seen on the machine: empty when nothing is left. */
async function traces(machine: Machine): Promise<readonly string[]> {
  const mounts = await run(['findmnt', '-rn', '-o', 'TARGET']);
  const loops = await run(['losetup', '--list', '--noheadings', '--output', 'NAME,BACK-FILE']);
  const ofUs = (text: string): readonly string[] =>
    text.split('\n').filter((line) => line.includes(`${machine.home}/`));
  return [
    ...ofUs(mounts.out).map((line) => `mounted: ${line}`),
    ...ofUs(loops.out).map((line) => `loop device: ${line}`),
    ...(await ourNamespaces()).map((name) => `network namespace: ${name}`),
    ...findCgroups((group) => group.startsWith(CGROUP_PREFIX)).map((dir) => `control group: ${dir}`),
    ...allLabs(machine.home).map(({ dir }) => `directory: ${dir}`),
  ];
}

async function ourNamespaces(): Promise<readonly string[]> {
  const { out } = await run(['ip', 'netns', 'list']);
  return out.split('\n').flatMap((line) => (line.startsWith(NETNS_PREFIX) ? [line.split(' ')[0] ?? ''] : []));
}
