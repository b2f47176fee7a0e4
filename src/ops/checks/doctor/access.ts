import { type SetupInput, USER } from '../../steps/setup-input.ts';
import { judgeDomain } from '../before-setup.ts';
import { about, type DoctorCheck, fine, notHere, wrong } from '../doctor-check.ts';
import type { SshdFacts } from '../doctor-facts.ts';

const network = about('Network');
const access = about('Access');

const AGAIN = 'Run docs/deployment/scripts/server-setup.sh again: it puts this right.';

/** Where people get in: DNS, ports, firewall. */
export const NETWORK_CHECKS: readonly DoctorCheck[] = [
  network({
    id: 'domain',
    title: 'the domain points here',
    severity: 'blocker',
    needs: ['setup'],
    judge: ({ setup }) => judgeDomain(setup.input),
  }),
  network({
    id: 'firewall',
    title: 'the firewall lets in what it should, and nothing else',
    severity: 'blocker',
    needs: ['setup', 'firewall'],
    judge: ({ setup, firewall: { isInstalled, isActive, incoming, open } }) => {
      if (!isInstalled) return wrong('ufw is not installed', AGAIN);
      if (!isActive)
        return wrong('ufw is off: everything that listens can be reached', 'ufw enable, after: ufw show added');
      if (incoming === 'allow') return wrong('what no rule is about is let in', 'ufw default deny incoming');
      const ports = open.map((rule) => rule.replace(/\/tcp$/, ''));
      const missing = wantedPorts(setup.input).filter((port) => !ports.includes(port));
      if (missing.length > 0) {
        return wrong(
          `closed, although needed: ${missing.join(', ')}`,
          missing.map((port) => `ufw allow ${port}/tcp`).join('; '),
        );
      }
      const extra = ports.filter((port) => !wantedPorts(setup.input).includes(port));
      const says = `open: ${ports.join(', ')}`;
      return extra.length === 0
        ? fine(`${says}. A firewall of the provider is only seen from outside`)
        : wrong(
            `${says}; nobody here needs ${extra.join(', ')}`,
            'If you do not either: ufw status numbered; ufw delete NUMBER',
          );
    },
  }),
  network({
    id: 'listeners',
    title: 'nothing else listens to the outside',
    severity: 'warning',
    needs: ['setup', 'firewall'],
    judge: ({ setup, firewall }) => {
      const wanted = wantedPorts(setup.input);
      const strangers = setup.input.host.listeners
        .filter(({ address, port }) => !isLoopback(address) && !wanted.includes(String(port)))
        .map(({ port, program }) => `${port} (${program || 'unknown program'})`);
      const unique = [...new Set(strangers)].join(', ');
      if (unique === '') return fine(wanted.length === 0 ? 'nothing' : `only ${wanted.join(', ')}`);
      const todo = 'Who is it: ss -ltnp. Let it listen on 127.0.0.1, or remove it.';
      return firewall.isActive ? fine(`${unique} too, behind the firewall`) : wrong(unique, todo);
    },
  }),
];

/** Who gets in. */
export const ACCESS_CHECKS: readonly DoctorCheck[] = [
  access({
    id: 'ssh-keys-only',
    title: 'ssh takes keys and no passwords',
    severity: 'blocker',
    needs: ['sshd'],
    judge: ({ sshd }) => judgePasswords(sshd),
  }),
  access({
    id: 'ssh-root',
    title: 'root does not log in over ssh',
    severity: 'warning',
    needs: ['sshd'],
    judge: ({ sshd }) => {
      const value = sshd.forRoot?.['permitrootlogin'];
      if (value === undefined) return notHere('there is no sshd');
      if (value === 'no') return fine('it cannot');
      return wrong(
        `PermitRootLogin is ${value}`,
        'Make a user of your own with sudo and a key (docs/deployment/deployment-guide.md), then run server-setup.sh again.',
      );
    },
  }),
  access({
    id: 'ssh-config',
    title: 'sshd accepts its own configuration',
    severity: 'blocker',
    needs: ['setup', 'sshd'],
    judge: ({ setup }) => {
      const { brokenBecause } = setup.input.host.ssh;
      return brokenBecause === null
        ? fine('it does')
        : wrong(`sshd -t says: ${brokenBecause}`, 'Mend it before the next restart, or nobody can log in any more.');
    },
  }),
  access({
    id: 'ssh-reverted',
    title: 'what setup did to ssh and the firewall has stayed',
    severity: 'warning',
    needs: ['setup'],
    judge: ({ setup }) => {
      const { revertedAt } = setup.input.host;
      return revertedAt === null
        ? fine('it has')
        : wrong(
            `it was taken back at ${revertedAt}, because no new login had succeeded`,
            'Run docs/deployment/scripts/server-setup.sh again, and read what the steps “Firewall” and “SSH” say.',
          );
    },
  }),
  access({
    id: 'ssh-way-in',
    title: 'somebody can log in',
    severity: 'blocker',
    needs: ['setup', 'sshd'],
    judge: ({ setup }) => {
      const people = setup.input.host.accounts.filter(({ keys }) => keys.length > 0).map(({ name }) => name);
      return people.length > 0
        ? fine(`with a key: ${people.join(', ')}`)
        : wrong(
            'nobody has a key',
            'On your own computer: ssh-copy-id root@SERVER, while passwords still work; then server-setup.sh again.',
          );
    },
  }),
  access({
    id: 'bans',
    title: 'who guesses is shut out',
    severity: 'warning',
    needs: ['setup', 'bans'],
    judge: ({ setup, bans }) => {
      if (!bans.isRunning)
        return wrong('fail2ban does not run', 'systemctl start fail2ban; why not: journalctl -u fail2ban -n 30');
      const wanted = ['sshd', ...(setup.input.options.hasNginx ? ['nginx-limit-req'] : [])];
      const missing = wanted.filter((name) => !bans.jails.some((jail) => jail.name === name));
      if (missing.length > 0) return wrong(`fail2ban does not watch ${missing.join(', ')}`, AGAIN);
      return fine(
        bans.jails.map(({ name, maxRetry, banned }) => `${name}: after ${maxRetry}, ${banned} shut out now`).join('; '),
      );
    },
  }),
  access({
    id: 'user',
    title: `the user ${USER} has no more power than it needs`,
    severity: 'blocker',
    needs: ['setup', 'user'],
    judge: ({ setup, user }) => {
      const account = setup.input.host.accounts.find(({ name }) => name === USER);
      if (account === undefined) return wrong('there is no such user', AGAIN);
      if (account.uid === 0)
        return wrong(
          'it is root under another name',
          `Its number in /etc/passwd must not be 0; remove the user, then: ${AGAIN}`,
        );
      if (user.maySudo)
        return wrong(
          'sudo lets it become root',
          `gpasswd --delete ${USER} sudo; grep -r ${USER} /etc/sudoers /etc/sudoers.d`,
        );
      if (account.password === 'open') return wrong('it needs no password at all', `usermod --password '*' ${USER}`);
      return fine('no sudo, no password');
    },
  }),
];

const KEYS_ONLY = [
  ['PasswordAuthentication', 'no'],
  ['KbdInteractiveAuthentication', 'no'],
  ['PubkeyAuthentication', 'yes'],
] as const;

function judgePasswords({ forUser, forRoot }: SshdFacts) {
  if (forUser === null || forRoot === null) return notHere('there is no sshd');
  const faults = KEYS_ONLY.flatMap(([keyword, value]) => {
    const found = [forUser, forRoot].map((settings) => settings[keyword.toLowerCase()] ?? 'not set');
    const other = found.find((each) => each !== value);
    return other === undefined ? [] : [`${keyword} is ${other}`];
  });
  return faults.length === 0
    ? fine('as sshd itself reads its files')
    : wrong(
        faults.join(', '),
        `Which file says so: grep -rin passwordauth /etc/ssh/sshd_config /etc/ssh/sshd_config.d. ${AGAIN}`,
      );
}

function wantedPorts({ host, options }: SetupInput): readonly string[] {
  return [...host.ssh.ports, ...(options.hasNginx ? [80, 443] : [])].map(String);
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');
}
