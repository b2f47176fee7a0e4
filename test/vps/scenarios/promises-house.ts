import { ADDRESSES } from '../lab/addresses.ts';
import type { Promised, Sight } from './promise.ts';
import { expecting, type Verdict } from './stage.ts';

const BASE = '/opt/devrel-integration';
const asDevrel = (line: string): string => `su - devrel -c '${line}'`;
const RELEASE = `${BASE}/releases/probe`;
const ECOSYSTEM = `module.exports = { apps: [{ name: 'probe', script: '${RELEASE}/probe.cjs', cwd: '${RELEASE}' }] };`;
/** A release in a slot, and the slot live, as a deployment leaves them; its program does nothing but live. */
const LIVE_RELEASE = [
  `ln -sfn ${RELEASE} ${BASE}/run/probe.release`,
  `ln -sfn probe.sock ${BASE}/run/current.sock`,
  `chown -hR devrel: ${RELEASE} ${BASE}/run/probe.release ${BASE}/run/current.sock`,
].join(' && ');

/** PM2 says a pid some moments after it has said that it started. */
const PID = `for i in $(seq 40); do pid=$(${asDevrel('pm2 pid probe')} | tail -1); [ "\${pid:-0}" -gt 0 ] && break; sleep 0.5; done; echo "$pid"`;

async function keepsRunning({ box, moment }: Sight): Promise<Verdict> {
  if (moment === 'fresh') {
    await box.write(`${RELEASE}/ecosystem.config.js`, ECOSYSTEM);
    await box.write(`${RELEASE}/probe.cjs`, 'setInterval(() => undefined, 1000);');
    await box.sh(`${LIVE_RELEASE} && systemctl restart pm2-devrel`, { timeoutMs: 60_000 });
  }
  const pid = await box.ask(PID, { timeoutMs: 60_000 });
  const daemons = await box.ask("pgrep -fa '^PM2 v.*God Daemon'");
  const isOne = /^\d+ PM2 v[\d.]+: God Daemon \(\/opt\/devrel-integration\/\.pm2\)$/.test(daemons);
  return expecting(/^[1-9]\d*$/.test(pid) && isOne, `pid ${pid}; ${daemons}`);
}

async function redis({ box, visitor }: Sight): Promise<Verdict> {
  const elsewhere = await box.ask("ss -Htlnp | grep redis | awk '{print $4}' | grep -vE '^(127[.]|\\[::1\\])' || true");
  const outside = await visitor.do('port', ADDRESSES.box, 6_379, ADDRESSES.otherGuest);
  const greeting = await box.ask('redis-cli -h 127.0.0.1 ping 2>&1 || true');
  const bound = await box.ask("grep -rhE '^maxmemory ' /etc/redis | tail -1");
  const active = await box.ask('systemctl is-active redis-server');
  const isShut = elsewhere === '' && outside !== 'open' && !greeting.includes('PONG');
  return expecting(
    isShut && bound !== '' && active === 'active',
    `${active}; ${bound}; without a password: ${greeting}`,
  );
}

async function rotates({ box }: Sight): Promise<Verdict> {
  const told = await box.ask('logrotate -d /etc/logrotate.conf 2>&1 | grep -A1 "/var/log/devrel" | head -3');
  const rotate = [
    'echo line > /var/log/devrel/probe.log && chown devrel: /var/log/devrel/probe.log',
    'logrotate -f /etc/logrotate.conf; ls /var/log/devrel | grep -c "^probe.log[.-]"',
    'rm -f /var/log/devrel/probe.log*',
  ].join('; ');
  const rotated = await box.ask(rotate);
  return expecting(
    /14 rotations/.test(told) && Number(rotated.split('\n').at(-1)) > 0,
    `${told.split('\n')[0] ?? ''}; rotated: ${rotated}`,
  );
}

async function journal({ box, moment }: Sight): Promise<Verdict> {
  const bounds = await box.ask('systemd-analyze cat-config systemd/journald.conf | grep -E "^SystemMaxUse="');
  const boots = await box.ask('journalctl --list-boots | grep -c .');
  return expecting(
    bounds !== '' && Number(boots) >= (moment === 'fresh' ? 1 : 2),
    `${bounds}, ${boots} boot(s) remembered`,
  );
}

/** What keeps the server going by itself. */
export const HOUSE_PROMISES: readonly Promised[] = [
  {
    what: 'Node 24 and PM2 for devrel',
    look: async ({ box }) => {
      const seen = await box.ask(asDevrel('node --version; pm2 --version 2>/dev/null | tail -1'));
      return expecting(/^v24\.\d+\.\d+\n\d+\.\d+\.\d+$/.test(seen), seen.replaceAll('\n', ', '));
    },
  },
  {
    what: 'PM2 starts the live release, also after a reboot: one daemon, with the right PM2_HOME',
    look: keepsRunning,
  },
  { what: 'Redis answers nobody outside, nobody without a password, and has a bound', look: redis },
  { what: 'logs are rotated, and kept for 14 days', look: rotates },
  { what: 'the journal is kept on disk, within bounds', look: journal },
  {
    what: 'security updates install themselves',
    look: async ({ box }) => {
      const on = await box.ask('apt-config dump | grep -c "APT::Periodic::Unattended-Upgrade \\"1\\""');
      const timer = await box.ask('systemctl is-enabled apt-daily-upgrade.timer');
      const tried = await box.sh('unattended-upgrade --dry-run', { timeoutMs: 120_000 });
      return expecting(on === '1' && timer === 'enabled' && tried.code === 0, `timer ${timer}, dry run ${tried.code}`);
    },
  },
  {
    what: 'the clock runs in UTC and is kept right',
    look: async ({ box }) => {
      const zone = await box.ask('date +%Z');
      const sync = await box.ask('systemctl is-enabled systemd-timesyncd');
      return expecting(zone === 'UTC' && sync === 'enabled', `${zone}, systemd-timesyncd ${sync}`);
    },
  },
  {
    what: 'certificates renew themselves',
    look: async ({ box }) => {
      const timer = await box.ask('systemctl is-active certbot.timer');
      return expecting(timer === 'active', `certbot.timer ${timer}`);
    },
  },
  {
    what: 'no unit has failed',
    look: async ({ box }) => {
      const failed = await box.ask('systemctl --failed --plain --no-legend | cut -d" " -f1');
      return expecting(failed === '', failed);
    },
  },
];
