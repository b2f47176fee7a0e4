import { auditors } from './auditors.ts';
import { certificates } from './certificates.ts';
import { documents } from './documents.ts';
import { guide } from './guide.ts';
import { interrupted } from './interrupted.ts';
import { intrusion } from './intrusion.ts';
import { lockOuts } from './lock-outs.ts';
import { powerCut } from './power-cut.ts';
import { promises, setupTime } from './promises.ts';
import { releases } from './releases.ts';
import { releasesBad } from './releases-bad.ts';
import { releasesCrashes } from './releases-crashes.ts';
import { releasesFullDisk } from './releases-full-disk.ts';
import { releasesInterrupted } from './releases-interrupted.ts';
import { releasesPm2Reload } from './releases-pm2-reload.ts';
import type { Scenario } from './stage.ts';

/** All of them, in the order in which they run. */
export const SCENARIOS: readonly Scenario[] = [
  setupTime,
  promises,
  intrusion,
  certificates,
  powerCut,
  auditors,
  lockOuts,
  interrupted,
  releases,
  documents,
  guide,
  releasesBad,
  releasesCrashes,
  releasesPm2Reload,
  releasesInterrupted,
  releasesFullDisk,
];
