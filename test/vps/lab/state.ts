import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Layers } from './image.ts';
import { isLabName, type LabPlaces, labPlaces, labsDir } from './places.ts';

export type Disk = 'overlay' | 'ext4';

/** What has to be known of a box beyond the processes. */
export interface LabState {
  /** `ext4`: a disk of its own, whose plug can be pulled. `overlay`: quicker. */
  readonly disk: Disk;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly layers: Layers;
  readonly createdAt: string;
}

export function writeState(lab: LabPlaces, state: LabState): void {
  writeFileSync(lab.stateFile, `${JSON.stringify(state, null, 2)}\n`);
}

export function readState(lab: LabPlaces): LabState | null {
  return existsSync(lab.stateFile) ? (JSON.parse(readFileSync(lab.stateFile, 'utf8')) as LabState) : null;
}

/** Every lab of which something is left. */
export function allLabs(home: string): readonly LabPlaces[] {
  const dir = labsDir(home);
  return existsSync(dir)
    ? readdirSync(dir)
        .filter(isLabName)
        .map((name) => labPlaces(home, name))
    : [];
}
