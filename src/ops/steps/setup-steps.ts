import { account } from './account.ts';
import { certificate, renewal } from './certificate.ts';
import { clock } from './clock.ts';
import { directories } from './directories.ts';
import { journald } from './journald.ts';
import { nginx } from './nginx.ts';
import { packages } from './packages.ts';
import { securityUpdates } from './security-updates.ts';
import type { SetupInput, StepMaker } from './setup-input.ts';
import type { SkippedStep, Step } from './step.ts';
import { systemUpdate } from './system-update.ts';

/** The steps of setup after the packages, in their order. A new one gets its line here. */
const MAKERS: readonly StepMaker[] = [
  clock,
  journald,
  securityUpdates,
  account,
  directories,
  nginx,
  certificate,
  renewal,
];

/** Every step of setup for this server, in order. */
export function setupSteps(input: SetupInput): readonly (Step | SkippedStep)[] {
  const steps = MAKERS.map((make) => make(input));
  return [systemUpdate(input), packages(steps), ...steps];
}
