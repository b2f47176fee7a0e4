import {
  LOCK_OUT_SAVES,
  putBackLines,
  REVERT_AFTER_SECONDS,
  SOCKET_DROP_IN,
  SSH_CONFIG,
  SSH_DROP_IN,
} from './lock-out.ts';
import { type SetupInput, type StepMaker, USER } from './setup-input.ts';
import { hasWayToRoot, keysForUser } from './ssh-access.ts';
import { algorithmLines } from './ssh-algorithms.ts';
import { askingSshd } from './sshd-question.ts';
import {
  asking,
  type Command,
  type ConditionResource,
  doing,
  type FileResource,
  type Step,
  type Verification,
} from './step.ts';

const ROOT = { owner: 'root', group: 'root' } as const;

/** Keys only, no root, nothing weak; proven by a login before it stays. */
export const ssh: StepMaker = (input) => {
  const { host } = input;
  const title = 'SSH: keys only';
  if (host.ssh.version === null) return { id: 'ssh', title, skipped: 'there is no sshd on this server' };
  if (keysForUser(input).lines.length === 0) return withoutKey(title, input);
  return hardened(title, input, host.ssh.version);
};

/** Nobody has a key: whoever hardened sshd now would be the last one to have logged in. */
function withoutKey(title: string, { host, options }: SetupInput) {
  const address = host.addresses[0] ?? options.domain ?? 'SERVER';
  return {
    id: 'ssh',
    title,
    skipped: 'left as it is, because nobody has a key yet and everybody would be locked out',
    todo: [
      'On your own computer, once: ssh-keygen -t ed25519',
      `On your own computer: ssh-copy-id -i ~/.ssh/id_ed25519.pub root@${address}`,
      'Then run server-setup.sh here again, with the same flags. Or give it the key: --ssh-key FILE',
    ].join('\n'),
  };
}

function hardened(title: string, input: SetupInput, version: string): Step {
  const { host } = input;
  const isRootShut = hasWayToRoot(input);
  const ports = portsOf(input);
  return {
    id: 'ssh',
    title,
    checks: `${SSH_DROP_IN}, which is read first and so outranks every other file, and what sshd makes of all of them for root and ${USER}`,
    undo: `rm ${SSH_DROP_IN} && systemctl reload ssh`,
    resources: [
      dropInsFirst(),
      { kind: 'file', path: SSH_DROP_IN, content: dropIn(input, { isRootShut, version }), mode: 0o600, ...ROOT },
      ...socketFor(input),
    ],
    validate: [askingSshd(host.ssh.isSocketActivated, '-t')],
    activate: activation(input),
    verify: verifications(isRootShut, host.ssh.isSocketActivated),
    deadMan: {
      saves: LOCK_OUT_SAVES,
      afterwards: putBackLines(host.ssh.isSocketActivated),
      revertAfterSeconds: REVERT_AFTER_SECONDS,
      proof: { kind: 'login', user: USER, ports },
    },
    ...(isRootShut ? {} : { todo: ROOT_TODO }),
  };
}

const ROOT_TODO = `Root may still log in, with a key only: nobody else could become root on this server, so shutting root out would shut you out.
Give root a password for su (passwd root), or a user of your own sudo (adduser NAME && usermod -aG sudo NAME) and a key; then run this again.`;

/** Where sshd will listen: what was asked for now or earlier, else where it listens already. */
export function portsOf({ options, host }: SetupInput): readonly number[] {
  const asked = options.sshPort ?? host.ssh.ownPort;
  return asked === null ? host.ssh.ports : [asked];
}

/** The first value of a keyword counts, so the directory has to be read before the file (sshd_config(5)). */
function dropInsFirst(): ConditionResource {
  return {
    kind: 'condition',
    title: `${SSH_CONFIG} reads /etc/ssh/sshd_config.d first`,
    probe: asking('grep', '-m', '1', '-E', '^[[:space:]]*[^#[:space:]]', SSH_CONFIG),
    wants: { matches: /^\s*Include\s+\/etc\/ssh\/sshd_config\.d\/\*\.conf/i },
    change: [doing('sed', '-i', '1i Include /etc/ssh/sshd_config.d/*.conf', SSH_CONFIG)],
  };
}

function dropIn(input: SetupInput, { isRootShut, version }: { isRootShut: boolean; version: string }): string {
  const port = input.options.sshPort ?? input.host.ssh.ownPort;
  return [
    '# Written by onomancer setup. Read before every other file: the first value of a keyword counts.',
    ...(port === null ? [] : [`Port ${port}`]),
    ...Object.entries(settings(isRootShut)).map(([name, value]) => `${name} ${value}`),
    ...algorithmLines(version),
    '',
  ].join('\n');
}

/** The lines that are the same on every server, and that sshd -T has to confirm. */
function settings(isRootShut: boolean): Readonly<Record<string, string>> {
  return {
    PubkeyAuthentication: 'yes',
    AuthenticationMethods: 'publickey',
    PasswordAuthentication: 'no',
    KbdInteractiveAuthentication: 'no',
    PermitEmptyPasswords: 'no',
    PermitRootLogin: isRootShut ? 'no' : 'prohibit-password',
    UsePAM: 'no',
    // An agent offers its keys one after the other: whoever has more names the right one (IdentitiesOnly).
    MaxAuthTries: '3',
    MaxSessions: '2',
    LoginGraceTime: '30',
    MaxStartups: '10:30:60',
    ClientAliveInterval: '300',
    ClientAliveCountMax: '2',
    TCPKeepAlive: 'no',
    Compression: 'no',
    X11Forwarding: 'no',
    AllowAgentForwarding: 'no',
    AllowTcpForwarding: 'no',
    LogLevel: 'VERBOSE',
    Banner: '/etc/issue.net',
  };
}

function socketFor({ options, host }: SetupInput): readonly FileResource[] {
  const port = options.sshPort ?? host.ssh.ownPort;
  if (!host.ssh.isSocketActivated || port === null) return [];
  const content = `# Written by onomancer setup. With a socket it is systemd that listens, not sshd.\n[Socket]\nListenStream=\nListenStream=${port}\n`;
  return [{ kind: 'file', path: SOCKET_DROP_IN, content, mode: 0o644, ...ROOT }];
}

/** Reload, never restart: whoever is logged in stays, and a mistake does not stop sshd. The service is called ssh here. */
function activation({ options, host }: SetupInput): readonly Command[] {
  if (!host.ssh.isSocketActivated) return [doing('systemctl', 'reload', 'ssh.service')];
  const port = options.sshPort ?? host.ssh.ownPort;
  if (port === null) return [doing('systemctl', 'try-reload-or-restart', 'ssh.service')];
  // The socket cannot move while the service holds it. Sessions stay: only the listening process is stopped (KillMode).
  return [
    doing('systemctl', 'daemon-reload'),
    doing('systemctl', 'stop', 'ssh.service'),
    doing('systemctl', 'restart', 'ssh.socket'),
  ];
}

/** What counts is what sshd makes of all its files, for the user that matters. */
function verifications(isRootShut: boolean, isSocketActivated: boolean): readonly Verification[] {
  const checked = [
    'PubkeyAuthentication',
    'AuthenticationMethods',
    'PasswordAuthentication',
    'KbdInteractiveAuthentication',
    'PermitRootLogin',
    'PermitEmptyPasswords',
    'UsePAM',
  ];
  const wanted = Object.entries(settings(isRootShut)).filter(([name]) => checked.includes(name));
  return ['root', USER].flatMap((user) =>
    wanted.map(
      ([name, value]): Verification => ({
        title: `sshd for ${user}: ${name}`,
        probe: askingSshd(isSocketActivated, '-T', '-C', `user=${user},host=localhost,addr=192.0.2.2`),
        wants: { setting: name.toLowerCase(), value: value === 'prohibit-password' ? 'without-password' : value },
        hint: `Another file or a Match block decides otherwise: grep -rin ${name} /etc/ssh/sshd_config /etc/ssh/sshd_config.d`,
      }),
    ),
  );
}
