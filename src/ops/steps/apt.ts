import type { Command } from './step.ts';

const LIMIT_SECONDS = 1800;
const ENVIRONMENT = {
  DEBIAN_FRONTEND: 'noninteractive',
  APT_LISTCHANGES_FRONTEND: 'none',
  // Ubuntu's needrestart asks what to restart, in the middle of the run, unless it is told (needrestart(1)).
  NEEDRESTART_MODE: 'a',
};
const OPTIONS = [
  '-y',
  '-q',
  // Configuration files that somebody changed stay as they are, without a question.
  '-o',
  'Dpkg::Options::=--force-confdef',
  '-o',
  'Dpkg::Options::=--force-confold',
  '-o',
  'Acquire::Retries=3',
  // Another apt is waited for: unattended upgrades run right after a new server has started.
  '-o',
  'DPkg::Lock::Timeout=300',
];

/** The lock of the package lists has no waiting of its own, unlike that of dpkg (apt.conf(5)). */
const BUSY = /Could not get lock|Unable to lock directory/;

/** apt-get, told never to stop for a question. */
export function apt(...args: readonly string[]): Command {
  return {
    argv: ['apt-get', ...args, ...OPTIONS],
    limitSeconds: LIMIT_SECONDS,
    environment: ENVIRONMENT,
    isBusyWhen: BUSY,
  };
}

/** Installs packages, only with what they cannot do without. */
export function installing(names: readonly string[]): Command {
  return apt('install', '--no-install-recommends', ...names);
}
