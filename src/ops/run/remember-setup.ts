import { mkdirSync } from 'node:fs';
import type { ServerPaths } from '../../shared/paths.ts';
import { type RememberedSetup, rememberedSetupFile } from '../facts/remembered-setup.ts';
import { ownRights, writeFileAtomically } from './write-file.ts';

/** Keeps what setup was asked for, so that an interrupted run can go on and the doctor knows what to expect. */
export function rememberSetup(paths: ServerPaths, remembered: RememberedSetup): void {
  mkdirSync(paths.stateDir, { recursive: true, mode: 0o755 });
  const { 'node-from': _, ...flags } = remembered.flags;
  const text = `${JSON.stringify({ ...remembered, flags }, null, 2)}\n`;
  writeFileAtomically(rememberedSetupFile(paths), text, ownRights(0o644));
}
