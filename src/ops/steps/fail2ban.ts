import { WEB_PATHS } from '../../shared/paths.ts';
import { renderJails, SSH_FILTER } from '../render/fail2ban-files.ts';
import type { StepMaker } from './setup-input.ts';
import { portsOf } from './ssh.ts';
import { asking, doing, type FileResource } from './step.ts';
import { unitRunning } from './units.ts';

const JAILS = '/etc/fail2ban/jail.d/onomancer.local';
const FILTER = '/etc/fail2ban/filter.d/onomancer-sshd.conf';

/** Who guesses is shut out; who slips once is not. */
export const fail2ban: StepMaker = (input) => {
  const { hasNginx } = input.options;
  const jails = renderJails({ sshPorts: portsOf(input), nginxErrorLog: hasNginx ? WEB_PATHS.errorLog : null });
  return {
    id: 'fail2ban',
    title: 'fail2ban',
    checks: `whether an address whose third connection to ssh fails${hasNginx ? ', or that runs into the limits of nginx again and again,' : ''} is shut out`,
    undo: `rm ${JAILS} ${FILTER} && systemctl restart fail2ban; to let one address in again: fail2ban-client unban ADDRESS`,
    packages: ['fail2ban', 'python3-systemd'],
    resources: [file(FILTER, SSH_FILTER), file(JAILS, jails), ...unitRunning('fail2ban.service')],
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

function file(path: string, content: string): FileResource {
  return { kind: 'file', path, content, mode: 0o644, owner: 'root', group: 'root' };
}
