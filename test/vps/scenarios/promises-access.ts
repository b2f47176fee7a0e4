import { setTimeout as wait } from 'node:timers/promises';
import { ADDRESSES } from '../lab/addresses.ts';
import { ROOT_PASSWORD } from '../lab/image.ts';
import { isBannedAfter3 } from './guessing.ts';
import type { Promised, Sight } from './promise.ts';
import { expecting, fine, type Verdict, wrong } from './stage.ts';

const EXPECTED_OPEN = '22 80 443';
/** Ports that somebody would look at first, and whatever really listens. */
const LOOKED_AT = Array.from({ length: 1_024 }, (_, index) => index + 1).concat([
  2_375, 3_000, 3_001, 3_306, 5_432, 6_379, 8_000, 8_080, 8_443, 9_090, 9_100, 9_615, 11_211, 27_017,
]);
/** On this one something listens on all addresses, so that it is the firewall that is seen. */
const LURE = 3_999;
const SSH_PORT = 22;
/** fail2ban reads the journal as it is written; measured: under a second. */
const BANS_WITHIN_MS = 2_000;

async function listening({ box }: Sight): Promise<readonly number[]> {
  const { out } = await box.sh("ss -Htln | awk '{print $4}' | sed 's/.*://' | sort -un");
  return out.trim().split('\n').map(Number);
}

async function openFrom(sight: Sight, host: string, from: string): Promise<Verdict> {
  const lure = [
    '--unit=lure',
    '--quiet',
    '--collect',
    'node',
    '-e',
    `require("net").createServer().listen(${LURE}, "::")`,
  ];
  await sight.box.run(['systemd-run', ...lure]);
  const inBox = `for i in $(seq 50); do ss -Htln | grep -q :${LURE} && break; sleep 0.1; done; ss -Htln | grep -c :${LURE}`;
  const lures = await sight.box.ask(inBox);
  try {
    const numbers = [...new Set([...LOOKED_AT, LURE, ...(await listening(sight))])];
    const open = (await sight.visitor.do('openPorts', host, numbers, from)).join(' ');
    return expecting(open === EXPECTED_OPEN && lures === '1', `open: ${open}; of ${numbers.length} looked at`);
  } finally {
    await sight.box.run(['systemctl', 'stop', 'lure']);
  }
}

const SSHD_WANTED: Readonly<Record<string, string>> = {
  passwordauthentication: 'no',
  kbdinteractiveauthentication: 'no',
  permitrootlogin: 'no',
  pubkeyauthentication: 'yes',
  permitemptypasswords: 'no',
};

async function effectiveSshd({ box }: Sight): Promise<Verdict> {
  const { out } = await box.sh(`sshd -T -C user=devrel,host=${ADDRESSES.admin},addr=${ADDRESSES.admin}`);
  const values = new Map(out.split('\n').map((line) => line.split(' ', 2) as [string, string]));
  const off = Object.entries(SSHD_WANTED).filter(([name, wanted]) => values.get(name) !== wanted);
  return expecting(off.length === 0, off.map(([name]) => `${name} is ${values.get(name) ?? 'not set'}`).join(', '));
}

/** Who comes in from outside, and who does not. */
export const ACCESS_PROMISES: readonly Promised[] = [
  {
    what: 'only ports 22, 80 and 443 are open from outside, over IPv4',
    look: (sight) => openFrom(sight, ADDRESSES.box, ADDRESSES.otherGuest),
  },
  {
    what: 'only ports 22, 80 and 443 are open from outside, over IPv6',
    look: (sight) => openFrom(sight, ADDRESSES.box6, ADDRESSES.admin6),
  },
  {
    what: 'devrel logs in with the key',
    look: async ({ box }) => {
      const { code, out, err } = await box.ssh('id -un', { user: 'devrel' });
      return expecting(code === 0 && out.trim() === 'devrel', `${out}${err}`.trim());
    },
  },
  {
    what: 'root does not log in, even with a key; one such slip bans nobody',
    // A ban outlives a reboot, so nobody who was refused comes again from the same address.
    look: async ({ box, visitor, moment }) => {
      const from = moment === 'fresh' ? '198.51.100.118' : '198.51.100.117';
      const { code, err } = await box.ssh('id', { from });
      await wait(BANS_WITHIN_MS);
      const state = await visitor.do('port', ADDRESSES.box, SSH_PORT, from);
      return expecting(
        code !== 0 && err.includes('Permission denied') && state === 'open',
        `${err.trim()}; then ${state}`,
      );
    },
  },
  {
    what: 'nobody logs in with a password, even with the right one',
    look: async ({ box, moment }) => {
      const from = moment === 'fresh' ? '198.51.100.119' : '198.51.100.114';
      const { code, err } = await box.ssh('id', { from, password: ROOT_PASSWORD });
      return expecting(code !== 0 && /Permission denied \(publickey\)/.test(err), err.trim());
    },
  },
  { what: 'what sshd really does (sshd -T) is keys only, no root', look: effectiveSshd },
  {
    what: 'fail2ban bans whoever guesses 3 times at ssh',
    look: async ({ box, visitor, moment }) => {
      const from = moment === 'fresh' ? '198.51.100.112' : '198.51.100.113';
      return await isBannedAfter3(box, visitor, { user: 'devrel', key: `${box.cache.pkiDir}/other-id`, from });
    },
  },
  {
    what: 'devrel has no sudo and no password',
    look: async ({ box }) => {
      const sudo = await box.sh('su -s /bin/sh devrel -c "sudo -n true"');
      const shadow = await box.ask('getent shadow devrel | cut -d: -f2');
      return expecting(sudo.code !== 0 && shadow === '*', `password field ${shadow}`);
    },
  },
  {
    what: 'secrets and data belong to devrel alone (700), and the rest to nobody else',
    look: async ({ box }) => {
      const dirs = 'secrets data backups .pm2';
      const line = `cd /opt/devrel-integration && stat -c '%n %a %U' . ${dirs} releases run`;
      const modes = await box.ask(line);
      const isPrivate = dirs.split(' ').every((name) => modes.includes(`${name} 700 devrel`));
      const isOpen = /\d[2367] devrel/.test(modes);
      return isPrivate && !isOpen ? fine() : wrong(modes);
    },
  },
];
