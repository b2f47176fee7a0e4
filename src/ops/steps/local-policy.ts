import type { StepMaker } from './setup-input.ts';
import { asking, type ConditionResource, doing, type FileResource } from './step.ts';

const ROOT = { owner: 'root', group: 'root' } as const;

const BANNER = `Private system of the team that runs it. Access is for authorized users only and is logged.
If you are not one of them, disconnect now.
`;

/** Kernel modules that a server in a data centre has no use for, and that have been ways in before. */
const MODULES = ['dccp', 'sctp', 'rds', 'tipc', 'usb-storage', 'firewire-core', 'firewire-ohci', 'firewire-sbp2'];

const SHELLS = `# Written by onomancer setup. A shell that nobody has used for an hour is closed; what is written is not for everybody, and nothing dumps core.
TMOUT=3600
export TMOUT
ulimit -c 0
umask 027
`;

/** What only root has a reason to read. */
const PRIVATE: Readonly<Record<string, string>> = {
  '/etc/crontab': '600',
  '/etc/cron.d': '700',
  '/etc/cron.daily': '700',
  '/etc/cron.hourly': '700',
  '/etc/cron.monthly': '700',
  '/etc/cron.weekly': '700',
  '/etc/ssh/sshd_config': '600',
};

/** Small things on the machine itself: what strangers read, what shells may, what is never loaded or dumped. */
export const localPolicy: StepMaker = () => ({
  id: 'local-policy',
  title: 'Local policy',
  checks:
    'the banners, core dumps, idle shells, the mode of new files, modules that are never needed, who reads cron and sshd files',
  undo: 'remove the files named onomancer in /etc/modprobe.d, /etc/security/limits.d, /etc/profile.d and /etc/systemd/coredump.conf.d',
  packages: ['debsums', 'libpam-passwdqc'],
  resources: [
    file('/etc/issue', BANNER),
    file('/etc/issue.net', BANNER),
    file(
      '/etc/modprobe.d/onomancer.conf',
      `# Written by onomancer setup.\n${MODULES.map((name) => `install ${name} /bin/false\n`).join('')}`,
    ),
    file(
      '/etc/security/limits.d/onomancer.conf',
      '# Written by onomancer setup. A core dump of the bot would hold its tokens.\n* hard core 0\n* soft core 0\n',
    ),
    file(
      '/etc/systemd/coredump.conf.d/onomancer.conf',
      '# Written by onomancer setup.\n[Coredump]\nStorage=none\nProcessSizeMax=0\n',
    ),
    file('/etc/profile.d/onomancer.sh', SHELLS),
    ...Object.entries(LOGIN_DEFS).map(([name, value]) => loginSetting(name, value)),
    ...Object.entries(PRIVATE).map(([path, mode]) => onlyForRoot(path, mode)),
  ],
});

function file(path: string, content: string): FileResource {
  return { kind: 'file', path, content, mode: 0o644, ...ROOT };
}

/** login.defs(5). Ages of passwords stay as they are: an account without one would be taken for expired, and locked. */
const LOGIN_DEFS: Readonly<Record<string, string>> = {
  UMASK: '027',
  SHA_CRYPT_MIN_ROUNDS: '65536',
  SHA_CRYPT_MAX_ROUNDS: '65536',
};

function loginSetting(name: string, value: string): ConditionResource {
  const path = '/etc/login.defs';
  return {
    kind: 'condition',
    title: `${path} has ${name} ${value}`,
    probe: asking('grep', '-E', `^${name}\\s`, path),
    wants: { matches: new RegExp(`^${name}\\s+${value}$`, 'm') },
    // In this order: what is to be appended is appended also when the last line goes.
    change: [doing('sed', '-i', '-E', '-e', `$a ${name} ${value}`, '-e', `/^#?\\s*${name}\\s/d`, path)],
  };
}

function onlyForRoot(path: string, mode: string): ConditionResource {
  return {
    kind: 'condition',
    title: `${path} is for root only`,
    probe: asking('find', path, '-maxdepth', '0', '!', '-perm', mode),
    wants: { stdout: '' },
    change: [doing('chmod', mode, path)],
  };
}
