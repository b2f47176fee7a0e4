import { join } from 'node:path';

/** Where the harness keeps its things between runs, outside of the repository. */
export const DEFAULT_HOME = '/var/cache/onomancer-vps';

/** What every lab of this machine shares: made once, used by all. */
export interface CachePlaces {
  readonly dir: string;
  readonly bareRoot: string;
  readonly freshLayer: string;
  readonly pkiDir: string;
  readonly sshKey: string;
  readonly nodeMirror: string;
  readonly packages: string;
  readonly auditorRoot: string;
  readonly layersDir: string;
  readonly lock: string;
}

/** What belongs to one box and the small world around it, and goes with it. */
export interface LabPlaces {
  readonly name: string;
  readonly dir: string;
  readonly stateFile: string;
  /** The box's file system while it is mounted. */
  readonly root: string;
  readonly upper: string;
  readonly overlayWork: string;
  readonly image: string;
  readonly socketsDir: string;
  readonly logsDir: string;
  readonly nspawnPid: string;
  readonly worldReady: string;
  readonly pebbleConfig: string;
  readonly netns: string;
  /** The last part of each of its control groups. */
  readonly cgroup: string;
  readonly worldCgroup: string;
}

export const CGROUP_PREFIX = 'onomancer-vps.';
export const NETNS_PREFIX = 'vps-';
/** systemd-nspawn wants a host name, and a unix socket's path has 107 characters at most. */
const NAME = /^[a-z][a-z0-9-]{0,19}$/;

export function isLabName(name: string): boolean {
  return NAME.test(name);
}

export function cachePlaces(home: string): CachePlaces {
  const dir = join(home, 'cache');
  return {
    dir,
    bareRoot: join(dir, 'bare'),
    freshLayer: join(dir, 'fresh'),
    pkiDir: join(dir, 'pki'),
    sshKey: join(dir, 'pki', 'id'),
    nodeMirror: join(dir, 'node-mirror'),
    packages: join(dir, 'packages'),
    auditorRoot: join(dir, 'auditor'),
    layersDir: join(home, 'layers'),
    lock: join(home, 'cache.lock'),
  };
}

export function labsDir(home: string): string {
  return join(home, 'labs');
}

export function labPlaces(home: string, name: string): LabPlaces {
  const dir = join(labsDir(home), name);
  return {
    name,
    dir,
    stateFile: join(dir, 'state.json'),
    root: join(dir, 'root'),
    upper: join(dir, 'upper'),
    overlayWork: join(dir, 'overlay'),
    image: join(dir, 'disk.ext4'),
    socketsDir: join(dir, 's'),
    logsDir: join(dir, 'logs'),
    nspawnPid: join(dir, 'nspawn.pid'),
    worldReady: join(dir, 's', 'world.ready'),
    pebbleConfig: join(dir, 'pebble.json'),
    netns: `${NETNS_PREFIX}${name}`,
    cgroup: `${CGROUP_PREFIX}${name}`,
    worldCgroup: `${CGROUP_PREFIX}${name}-world`,
  };
}
