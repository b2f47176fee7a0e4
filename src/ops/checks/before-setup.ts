import type { SetupInput } from '../steps/setup-input.ts';
import type { Check, Verdict } from './check.ts';

const SYSTEMS: Readonly<Record<string, readonly string[]>> = { ubuntu: ['22.04', '24.04'], debian: ['12', '13'] };
const GIGABYTE = 1024 ** 3;
/** A VPS that is sold with 1 GB has a little less; below that, installing packages already dies. */
const LEAST_MEMORY = 0.9 * GIGABYTE;
const GOOD_MEMORY = 1.8 * GIGABYTE;
const LEAST_DISK = 4 * GIGABYTE;
const GOOD_DISK = 12 * GIGABYTE;

const fine = (says: string): Verdict => ({ kind: 'fine', says });
const wrong = (says: string, todo: string): Verdict => ({ kind: 'wrong', says, todo });
const gigabytes = (bytes: number): string => `${(bytes / GIGABYTE).toFixed(1)} GB`;

/** What has to be right before setup changes anything. */
export const BEFORE_SETUP: readonly Check<SetupInput>[] = [
  {
    id: 'root',
    title: 'run as root',
    severity: 'blocker',
    judge: ({ host }) =>
      host.isRoot ? fine('you are root') : wrong('you are not root', 'Run it with sudo, or after: sudo -i'),
  },
  {
    id: 'system',
    title: 'a supported system',
    severity: 'blocker',
    judge: ({ host }) =>
      SYSTEMS[host.system]?.includes(host.systemVersion)
        ? fine(host.systemName)
        : wrong(
            `this is ${host.systemName || 'an unknown system'}`,
            'Have the server installed anew with Ubuntu 22.04 or 24.04, or Debian 12 or 13.',
          ),
  },
  {
    id: 'systemd',
    title: 'systemd runs the machine',
    severity: 'blocker',
    judge: ({ host }) =>
      host.hasSystemd
        ? fine('it does')
        : wrong('systemd is not running here', 'Use a real or virtual server, not an application container.'),
  },
  {
    id: 'memory',
    title: 'enough memory',
    severity: 'blocker',
    judge: ({ host }) => {
      const found = `${gigabytes(host.memoryBytes)} of memory`;
      return host.memoryBytes >= LEAST_MEMORY
        ? fine(found)
        : wrong(found, 'Take a server with at least 1 GB, better 2 GB.');
    },
  },
  {
    id: 'memory-comfort',
    title: 'memory with room to spare',
    severity: 'warning',
    judge: ({ host }) => {
      const found = `${gigabytes(host.memoryBytes)} of memory`;
      if (host.memoryBytes < LEAST_MEMORY) return { kind: 'not-here', says: 'there is not enough' };
      return host.memoryBytes >= GOOD_MEMORY
        ? fine(found)
        : wrong(found, '2 GB are recommended; with less, swap does some of the work.');
    },
  },
  {
    id: 'disk',
    title: 'enough disk',
    severity: 'blocker',
    judge: ({ host }) => {
      const found = `${gigabytes(host.freeDiskBytes)} free under /opt`;
      return host.freeDiskBytes >= LEAST_DISK
        ? fine(found)
        : wrong(found, 'Free at least 4 GB: du -xh -d2 / | sort -h | tail -20');
    },
  },
  {
    id: 'disk-comfort',
    title: 'disk with room to spare',
    severity: 'warning',
    judge: ({ host }) => {
      const found = `${gigabytes(host.freeDiskBytes)} free under /opt`;
      if (host.freeDiskBytes < LEAST_DISK) return { kind: 'not-here', says: 'there is not enough' };
      return host.freeDiskBytes >= GOOD_DISK
        ? fine(found)
        : wrong(found, '20 GB are recommended: releases, backups and logs grow.');
    },
  },
  { id: 'domain', title: 'the domain points here', severity: 'blocker', judge: judgeDomain },
  { id: 'ports', title: 'the ports are free', severity: 'blocker', judge: judgePorts },
  {
    id: 'sshd-config',
    title: 'sshd accepts its own configuration',
    severity: 'blocker',
    judge: ({ host }) =>
      host.ssh.brokenBecause === null
        ? fine('it does')
        : wrong(
            `sshd -t says: ${host.ssh.brokenBecause}`,
            'Mend that first: a server whose sshd does not start again is lost. Nothing was changed.',
          ),
  },
];

/** RFC 1918, 6598, 4193: addresses that nobody outside can reach. */
const PRIVATE = /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd])/i;

/** Whether the name leads to this server. */
export function judgeDomain({ options, host }: SetupInput): Verdict {
  const { domain } = options;
  if (domain === null) return { kind: 'not-here', says: 'no domain was given' };
  const ours = host.addresses.join(' or ');
  if (host.domainAddresses.length === 0) {
    return wrong(
      `${domain} does not resolve`,
      `At your DNS provider, add an A record: ${domain} → ${ours}. Then wait some minutes; check: dig +short ${domain}`,
    );
  }
  const strangers = host.domainAddresses.filter((address) => !host.addresses.includes(address));
  if (strangers.length === 0) return fine(`${domain} → ${host.domainAddresses.join(', ')}`);
  if (host.addresses.every((address) => PRIVATE.test(address))) {
    return fine(
      `${domain} → ${host.domainAddresses.join(', ')}; this server stands behind ${ours}, so nobody here can tell whether that leads to it`,
    );
  }
  return wrong(
    `${domain} points to ${strangers.join(', ')}, this server has ${ours}`,
    `At your DNS provider, let every A and AAAA record of ${domain} point to ${ours}, or remove those that do not. Check: dig +short ${domain} A; dig +short ${domain} AAAA`,
  );
}

function judgePorts({ options, host }: SetupInput): Verdict {
  const wanted: readonly (readonly [port: number, program: string])[] = [
    ...(options.hasNginx
      ? ([
          [80, 'nginx'],
          [443, 'nginx'],
          [3000, 'nginx'],
        ] as const)
      : []),
    ...(options.sshPort === null ? [] : ([[options.sshPort, 'sshd']] as const)),
  ];
  const taken = wanted.flatMap(([port, program]) =>
    host.listeners
      .filter((listener) => listener.port === port && !isOf(listener.program, program))
      .map((listener) => `${port} (by ${listener.program || 'an unknown program'})`),
  );
  const unique = [...new Set(taken)];
  if (unique.length === 0)
    return fine(wanted.length === 0 ? 'none are needed' : wanted.map(([port]) => port).join(', '));
  return wrong(
    `taken: ${unique.join(', ')}`,
    'Stop and disable that program (ss -ltnp shows it; systemctl disable --now NAME), or move it to another port.',
  );
}

/** A socket-activated sshd shows as systemd. */
function isOf(found: string, wanted: string): boolean {
  return found === wanted || (wanted === 'sshd' && found === 'systemd');
}
