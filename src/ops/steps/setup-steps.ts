import { account } from './account.ts';
import { certificate, renewal } from './certificate.ts';
import { clock } from './clock.ts';
import { command } from './command.ts';
import { directories } from './directories.ts';
import { fail2ban } from './fail2ban.ts';
import { firewall, firewallOldPort } from './firewall.ts';
import { journald } from './journald.ts';
import { kernel } from './kernel.ts';
import { localPolicy } from './local-policy.ts';
import { logRotation } from './log-rotation.ts';
import { nginx } from './nginx.ts';
import { node } from './node.ts';
import { packages } from './packages.ts';
import { pm2, pm2Unit } from './pm2.ts';
import { redis } from './redis.ts';
import { securityUpdates } from './security-updates.ts';
import type { SetupInput, StepMaker } from './setup-input.ts';
import { ssh } from './ssh.ts';
import { sshAccess } from './ssh-access.ts';
import type { SkippedStep, Step } from './step.ts';
import { swap } from './swap.ts';
import { systemUpdate } from './system-update.ts';

/** The steps of setup after the packages, in their order. A new one gets its line here. */
const MAKERS: readonly StepMaker[] = [
  clock,
  journald,
  kernel,
  localPolicy,
  swap,
  securityUpdates,
  account,
  directories,
  sshAccess,
  firewall,
  ssh,
  firewallOldPort,
  node,
  command,
  redis,
  pm2,
  pm2Unit,
  logRotation,
  nginx,
  certificate,
  renewal,
  // Its jails read logs, which have to be there: nginx makes its own when it starts.
  fail2ban,
];

/** Every step of setup for this server, in order. */
export function setupSteps(input: SetupInput): readonly (Step | SkippedStep)[] {
  const steps = MAKERS.map((make) => make(input));
  return [systemUpdate(input), packages(steps), ...steps];
}
