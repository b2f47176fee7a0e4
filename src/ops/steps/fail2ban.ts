import { WEB_PATHS } from '../../shared/paths.ts';
import type { StepMaker } from './setup-input.ts';
import { portsOf } from './ssh.ts';
import { asking, doing } from './step.ts';
import { unitRunning } from './units.ts';

const PATH = '/etc/fail2ban/jail.d/onomancer.local';

/**
 * Who guesses is shut out. The mode has to be `aggressive`: once only keys are allowed, sshd offers no password, nobody
 * "fails" one, and the normal mode counts nothing (filter.d/sshd.conf).
 */
export const fail2ban: StepMaker = (input) => {
  const { options } = input;
  const content = [
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
    'mode = aggressive',
    `port = ${portsOf(input).join(',') || 'ssh'}`,
    'maxretry = 3',
    ...(options.hasNginx ? NGINX : []),
    '',
  ].join('\n');
  return {
    id: 'fail2ban',
    title: 'fail2ban',
    checks: `whether an address that fails three times at ssh${options.hasNginx ? ', or runs into the limits of nginx again and again,' : ''} is shut out`,
    undo: `rm ${PATH} && systemctl restart fail2ban; to let one address in again: fail2ban-client unban ADDRESS`,
    packages: ['fail2ban', 'python3-systemd'],
    resources: [
      { kind: 'file', path: PATH, content, mode: 0o644, owner: 'root', group: 'root' },
      ...unitRunning('fail2ban.service'),
    ],
    validate: [doing('fail2ban-client', '--test')],
    activate: [doing('systemctl', 'restart', 'fail2ban.service')],
    verify: [
      {
        title: 'the jail of sshd is at work',
        probe: asking('fail2ban-client', 'get', 'sshd', 'maxretry'),
        wants: { stdout: '3' },
        patienceSeconds: 15,
        hint: 'Look at: fail2ban-client status sshd; journalctl -u fail2ban -n 30',
      },
    ],
  };
};

/** nginx writes its limits to its error log only; there is no journal to read. */
const NGINX = [
  '',
  '[nginx-limit-req]',
  'enabled = true',
  'backend = auto',
  'port = http,https',
  `logpath = ${WEB_PATHS.errorLog}`,
  'maxretry = 100',
  'findtime = 1m',
  'bantime = 10m',
];
