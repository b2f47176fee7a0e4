/**
 * The filter for sshd: one failed connection counts once. The one that comes with fail2ban counts nothing in its normal
 * mode once only keys are allowed, and in its aggressive mode counts up to four lines of one connection: then a single
 * slip, a login as root out of habit, shuts its owner out. Sshd writes exactly one line of these kinds at the end of a
 * connection that nobody got in through. https://github.com/fail2ban/fail2ban/wiki/Developing-filters
 */
export const SSH_FILTER = `# Written by onomancer setup. One failed connection counts once.
[INCLUDES]
before = common.conf

[Definition]
_daemon = sshd(?:-session)?
failregex = ^%(__prefix_line)sConnection (?:closed|reset) by (?:(?:authenticating|invalid) user .*? )?<HOST> port \\d+ \\[preauth\\]\\s*$
            ^%(__prefix_line)sDisconnect(?:ed from|ing) (?:authenticating|invalid) user .* <HOST> port \\d+(?:: .*)? \\[preauth\\]\\s*$
            ^%(__prefix_line)sUnable to negotiate with <HOST> port \\d+: .* \\[preauth\\]\\s*$
            ^%(__prefix_line)sbanner exchange: Connection from <HOST> port \\d+: .*$
            ^%(__prefix_line)sFailed (?:password|keyboard-interactive/pam) for (?:invalid user )?.* from <HOST> port \\d+(?: ssh\\d*)?\\s*$
ignoreregex =
journalmatch = _COMM=sshd + _COMM=sshd-session
`;

export interface JailParts {
  readonly sshPorts: readonly number[];
  /** The log in which nginx says whom it limits; null without nginx. */
  readonly nginxErrorLog: string | null;
}

/** Who is shut out, after what, for how long. */
export function renderJails({ sshPorts, nginxErrorLog }: JailParts): string {
  return [
    '# Written by onomancer setup.',
    '[DEFAULT]',
    'backend = systemd',
    'bantime = 1h',
    'bantime.increment = true',
    'bantime.maxtime = 1w',
    'findtime = 10m',
    '# The last one is this server itself, when setup proves that a login works.',
    'ignoreip = 127.0.0.1/8 ::1 192.0.2.2',
    '',
    '[sshd]',
    'enabled = true',
    'filter = onomancer-sshd',
    `port = ${sshPorts.join(',') || 'ssh'}`,
    'maxretry = 3',
    ...(nginxErrorLog === null ? [] : nginxJail(nginxErrorLog)),
    '',
  ].join('\n');
}

/** Nginx writes its limits to its error log only; there is no journal to read. */
function nginxJail(errorLog: string): readonly string[] {
  return [
    '',
    '[nginx-limit-req]',
    'enabled = true',
    'backend = auto',
    'port = http,https',
    `logpath = ${errorLog}`,
    'maxretry = 100',
    'findtime = 1m',
    'bantime = 10m',
  ];
}
