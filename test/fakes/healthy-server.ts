import type { Certificate, DoctorFacts } from '../../src/ops/checks/doctor-facts.ts';
import { renderNginxConf } from '../../src/ops/render/nginx-conf.ts';
import { softwareOf } from '../../src/ops/render/tls-profile.ts';
import type { HostFacts, SetupOptions } from '../../src/ops/steps/setup-input.ts';
import { serverPaths } from '../../src/shared/paths.ts';

const GIGABYTE = 1024 ** 3;

export const OPTIONS: SetupOptions = {
  domain: 'onomancer.test',
  email: 'admin@onomancer.test',
  hasNginx: true,
  hasRedis: true,
  sshKeys: null,
  sshPort: null,
  acmeServer: null,
  admitsTls12: false,
  swapBytes: null,
  nodeVersion: '24.21.0',
  nodeFrom: null,
};

export const HOST = {
  system: 'debian',
  systemVersion: '12',
  systemName: 'Debian GNU/Linux 12 (bookworm)',
  isRoot: true,
  container: null,
  hasSystemd: true,
  cpus: 1,
  memoryBytes: 2 * GIGABYTE,
  swapBytes: 2 * GIGABYTE,
  swapDevices: ['/swapfile.onomancer'],
  freeDiskBytes: 15 * GIGABYTE,
  addresses: ['198.51.100.80'],
  domainAddresses: ['198.51.100.80'],
  wwwAddresses: [],
  hasIpv6: true,
  listeners: [
    { address: '0.0.0.0', port: 22, program: 'sshd' },
    { address: '0.0.0.0', port: 80, program: 'nginx' },
    { address: '0.0.0.0', port: 443, program: 'nginx' },
    { address: '127.0.0.1', port: 3000, program: 'nginx' },
  ],
  accounts: [
    {
      name: 'devrel',
      uid: 1000,
      home: '/home/devrel',
      shell: '/bin/bash',
      password: 'none',
      keys: [{ line: 'ssh-ed25519 AAAA ada', comment: 'ada' }],
      mayBecomeRoot: false,
    },
  ],
  ssh: {
    ports: [22],
    isSocketActivated: false,
    brokenBecause: null,
    includesDropIns: true,
    version: '9.2',
    ownPort: null,
  },
  timeServices: [],
  isUfwActive: true,
  openedForSsh: [22],
  canSuToRoot: true,
  caller: 'root',
  revertedAt: null,
  checkout: '/opt/devrel-integration/devrel-integration',
  unfinishedSteps: [],
} as const satisfies HostFacts;

const CERTIFICATE: Certificate = {
  serial: '5F1AB342EC15BC85',
  issuer: 'E7',
  names: ['onomancer.test'],
  validFrom: new Date('2026-10-20T00:00:00Z'),
  validTo: new Date('2027-01-18T00:00:00Z'),
};

const SSHD = {
  passwordauthentication: 'no',
  kbdinteractiveauthentication: 'no',
  pubkeyauthentication: 'yes',
  permitrootlogin: 'no',
};

const MACHINE: DoctorFacts['machine'] = {
  availableMemoryBytes: 1.4 * GIGABYTE,
  totalMemoryBytes: 2 * GIGABYTE,
  freeSwapBytes: 2 * GIGABYTE,
  totalSwapBytes: 2 * GIGABYTE,
  loadPerCpu: 0.1,
  disks: [
    { path: '/', freeBytes: 15 * GIGABYTE, totalBytes: 20 * GIGABYTE, freeInodes: 900_000, totalInodes: 1_000_000 },
  ],
  isTimeSynchronized: true,
  timeZone: 'Etc/UTC',
  failedUnits: [],
  needsRestart: false,
  killedForMemory: [],
};

const TOKENS: DoctorFacts['tokens'] = {
  tokens: {
    discord: { state: 'works', says: 'the bot is called onomancer' },
    linear: { state: 'works', says: 'it belongs to Ada, in Acme' },
    anthropic: { state: 'unset', says: 'it is not set' },
    google: { state: 'unset', says: 'there is no service-account.json' },
  },
};

const PROCESSES: DoctorFacts['processes'] = {
  pm2Version: '7.0.4',
  unit: { name: 'pm2-devrel.service', isEnabled: true, isActive: true },
  processes: [{ name: 'onomancer-bot', status: 'online', restarts: 0, memoryBytes: 90_000_000 }],
};

const JAILS: DoctorFacts['bans']['jails'] = [
  { name: 'sshd', maxRetry: 3, banned: 2 },
  { name: 'nginx-limit-req', maxRetry: 100, banned: 0 },
];

function nginxAsSetUp(): DoctorFacts['nginx'] {
  const software = softwareOf('debian', '12');
  const config = renderNginxConf({
    domain: 'onomancer.test',
    aliases: [],
    software,
    hasIpv6: true,
    admitsTls12: false,
  });
  return { isInstalled: true, isActive: true, isEnabled: true, refusal: null, config };
}

/** Everything that the doctor reads on a server where all is well. */
export function healthyServer(): DoctorFacts {
  const paths = serverPaths();
  const rights = { owner: 'devrel', group: 'devrel' };
  return {
    setup: { input: { options: OPTIONS, host: HOST, paths }, lastRun: 'done' },
    machine: MACHINE,
    firewall: { isInstalled: true, isActive: true, incoming: 'deny', open: ['22/tcp', '80/tcp', '443/tcp'] },
    bans: { isRunning: true, jails: JAILS },
    sshd: { forUser: SSHD, forRoot: SSHD },
    user: { maySudo: false },
    places: {
      found: { [paths.secretsDir]: 'directory', [paths.envFile]: 'file' },
      rights: { [paths.secretsDir]: { mode: 0o700, ...rights }, [paths.envFile]: { mode: 0o600, ...rights } },
    },
    secrets: { path: paths.envFile, isThere: true, problems: [], leaks: [] },
    tokens: TOKENS,
    node: { version: '24.21.0' },
    processes: PROCESSES,
    nginx: nginxAsSetUp(),
    certificate: {
      now: new Date('2026-11-25T12:00:00Z'),
      served: CERTIFICATE,
      distrust: null,
      onDisk: CERTIFICATE,
      isRenewalTimerActive: true,
    },
    redis: { isInstalled: true, isActive: true },
    bot: {
      release: '20261125T120000Z',
      health: { status: 'ok', version: '1.0.0', unwell: [] },
      notReady: [],
      gaveUpAt: null,
    },
  };
}
