import { type Pm2Parts, renderPm2Command, renderPm2Start, renderPm2Unit } from '../render/pm2-files.ts';
import { nodeDir } from './node.ts';
import { type SetupInput, type StepMaker, USER } from './setup-input.ts';
import { asking, type Command, doing } from './step.ts';
import { unitRunning } from './units.ts';

/** Pinned: its readiness gate waits twice as long in 7.0.3 as in 7.0.4, and nobody said so. */
const PM2_VERSION = '7.0.4';
const PLACE = `/opt/pm2/v${PM2_VERSION}`;
const ROOT = { owner: 'root', group: 'root' } as const;
/** The unit that keeps PM2, and through it the bot, running. */
const PM2_UNIT = `pm2-${USER}.service`;
const START = '/usr/local/lib/onomancer/pm2-start';
const INSTALL_SECONDS = 600;

function partsFor({ options, paths }: SetupInput): Pm2Parts {
  return {
    node: `${nodeDir(options.nodeVersion)}/bin/node`,
    pm2: `${PLACE}/node_modules/pm2`,
    paths,
    user: USER,
    unit: PM2_UNIT,
    start: START,
    hasRedis: options.hasRedis,
  };
}

/** PM2 in its place, and the command that everybody calls it with. */
export const pm2: StepMaker = (input) => {
  const parts = partsFor(input);
  return {
    id: 'pm2',
    title: `PM2 ${PM2_VERSION}`,
    checks: `whether PM2 ${PM2_VERSION} stands in ${PLACE}, and what the command pm2 is`,
    undo: `rm -r ${PLACE} /usr/local/bin/pm2`,
    resources: [
      {
        kind: 'condition',
        title: `PM2 ${PM2_VERSION} stands in ${PLACE}`,
        probe: asking(parts.node, '-p', `require('${PLACE}/node_modules/pm2/package.json').version`),
        wants: { stdout: PM2_VERSION },
        change: installPm2(),
      },
      { kind: 'file', path: '/usr/local/bin/pm2', content: renderPm2Command(parts), mode: 0o755, ...ROOT },
    ],
  };
};

/** PM2 keeps the processes of the bot alive; systemd keeps PM2 alive. A step of its own: it restarts the bot. */
export const pm2Unit: StepMaker = (input) => {
  const parts = partsFor(input);
  const path = `/etc/systemd/system/${PM2_UNIT}`;
  return {
    id: 'pm2-unit',
    title: 'The unit that keeps PM2 running',
    checks: `whether ${PM2_UNIT} runs PM2 as ${USER}, bounded, from the start of the machine on`,
    undo: `systemctl disable --now ${PM2_UNIT} (stops the bot); rm ${path} ${START}`,
    resources: [
      { kind: 'file', path: START, content: renderPm2Start(parts), mode: 0o755, ...ROOT },
      { kind: 'file', path, content: renderPm2Unit(parts), mode: 0o644, ...ROOT },
      ...unitRunning(PM2_UNIT),
    ],
    validate: [doing('systemd-analyze', 'verify', path)],
    activate: [doing('systemctl', 'daemon-reload'), doing('systemctl', 'restart', PM2_UNIT)],
    verify: [
      {
        title: 'PM2 answers',
        probe: asking('pm2', 'ping'),
        wants: { matches: /pong/ },
        patienceSeconds: 15,
        hint: `Look at: systemctl status ${PM2_UNIT}; journalctl -u ${PM2_UNIT} -n 30`,
      },
    ],
  };
};

/** It stands in its place whole or not at all. No install script of any package is run. */
function installPm2(): readonly Command[] {
  const partial = `${PLACE}.partial`;
  const flags = [
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-update-notifier',
    '--loglevel=error',
    '--cache',
    `${partial}/.cache`,
  ];
  return [
    doing('rm', '-rf', partial, PLACE),
    doing('install', '-d', '-m', '755', partial),
    { argv: ['npm', 'install', '--prefix', partial, ...flags, `pm2@${PM2_VERSION}`], limitSeconds: INSTALL_SECONDS },
    doing('rm', '-rf', `${partial}/.cache`),
    doing('mv', '-T', partial, PLACE),
  ];
}
