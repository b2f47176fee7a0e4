import type { BanFacts, FirewallFacts, SshdFacts, UserFacts } from '../../checks/doctor-facts.ts';
import { exec } from '../../run/exec.ts';
import { USER } from '../../steps/setup-input.ts';
import { askingSshd } from '../../steps/sshd-question.ts';
import { asking } from '../../steps/step.ts';
import { CannotLook, needRoot } from './cannot-look.ts';

const NO_SUCH_PROGRAM = 127;

/** What ufw says about itself. */
export async function readFirewall(): Promise<FirewallFacts> {
  needRoot('the firewall');
  const { exitCode, stdout, stderr } = await exec(asking('ufw', 'status', 'verbose'));
  if (exitCode === NO_SUCH_PROGRAM) return { isInstalled: false, isActive: false, incoming: '', open: [] };
  if (exitCode !== 0) throw new CannotLook(`ufw says: ${stderr.trim()}`, 'ufw status verbose');
  return parseUfw(stdout);
}

/** The output of `ufw status verbose`; rules for IPv6 repeat those for IPv4. */
export function parseUfw(text: string): FirewallFacts {
  const rules = [...text.matchAll(/^(\S+)(?: \(v6\))?\s+(?:ALLOW|LIMIT)(?: IN)?\s+Anywhere/gm)].map(
    ([, to = '']) => to,
  );
  return {
    isInstalled: true,
    isActive: /^Status: active$/m.test(text),
    incoming: /^Default: (\w+) \(incoming\)/m.exec(text)?.[1] ?? '',
    open: [...new Set(rules.flatMap((rule) => rule.split(',')))],
  };
}

/** The jails of fail2ban, and how many each holds. */
export async function readBans(): Promise<BanFacts> {
  needRoot('fail2ban');
  const { exitCode, stdout } = await exec(asking('fail2ban-client', 'status'));
  if (exitCode !== 0) return { isRunning: false, jails: [] };
  const names = (/Jail list:\s*(.*)$/m.exec(stdout)?.[1] ?? '').split(/[\s,]+/).filter((name) => name !== '');
  return { isRunning: true, jails: await Promise.all(names.map(readJail)) };
}

async function readJail(name: string): Promise<BanFacts['jails'][number]> {
  const [most, status] = await Promise.all([
    exec(asking('fail2ban-client', 'get', name, 'maxretry')),
    exec(asking('fail2ban-client', 'status', name)),
  ]);
  const banned = Number(/Currently banned:\s*(\d+)/.exec(status.stdout)?.[1] ?? 0);
  return { name, maxRetry: Number(most.stdout.trim()), banned };
}

/** What sshd makes of all its files together; the files alone do not tell. */
export async function readSshd(): Promise<SshdFacts> {
  needRoot('what sshd makes of its files');
  const [forUser, forRoot] = await Promise.all([effective(USER), effective('root')]);
  return { forUser, forRoot };
}

async function effective(user: string): Promise<SshdFacts['forUser']> {
  // Debian has it outside of the path of ordinary users; ours has /usr/sbin.
  const question = ['-T', '-C', `user=${user},host=localhost,addr=192.0.2.2,laddr=192.0.2.1,lport=22`];
  const plain = await exec(askingSshd(false, ...question));
  const isUnderSocket = /^Missing privilege separation directory/m.test(plain.stderr);
  const { exitCode, stdout, stderr } = isUnderSocket ? await exec(askingSshd(true, ...question)) : plain;
  if (exitCode === NO_SUCH_PROGRAM) return null;
  if (exitCode !== 0) throw new CannotLook(`sshd says: ${stderr.trim()}`, 'sshd -t');
  return Object.fromEntries(
    stdout.split('\n').flatMap((line): [string, string][] => {
      const [, keyword, value] = /^(\S+)\s+(.*)$/.exec(line.trim().toLowerCase()) ?? [];
      return keyword === undefined || value === undefined ? [] : [[keyword, value]];
    }),
  );
}

/** What sudo would let the user of the bot do: `sudo -l` ends well also when that is nothing. */
export async function readUser(): Promise<UserFacts> {
  needRoot('what sudo allows');
  const { exitCode, stdout } = await exec(asking('sudo', '-n', '-l', '-U', USER));
  return { maySudo: exitCode === 0 && /may run the following/.test(stdout) };
}
