import type { StepMaker } from './setup-input.ts';
import { unitActive, unitEnabled } from './units.ts';

const OURS = 'systemd-timesyncd';

/** UTC, and a clock that is set by the network: tokens, certificates and logs all lean on the time. */
export const clock: StepMaker = ({ host }) => {
  const found = host.timeServices.find((name) => name !== OURS);
  const unit = `${found ?? OURS}.service`;
  return {
    id: 'clock',
    title: 'UTC and time sync',
    checks: `the time zone of the system, and whether ${unit} keeps the clock right`,
    undo: 'timedatectl set-timezone ZONE; systemctl disable --now systemd-timesyncd',
    ...(found === undefined ? { packages: [OURS] } : {}),
    resources: [
      { kind: 'link', path: '/etc/localtime', target: '/usr/share/zoneinfo/Etc/UTC' },
      { kind: 'file', path: '/etc/timezone', content: 'Etc/UTC\n', mode: 0o644, owner: 'root', group: 'root' },
      unitEnabled(unit),
      // In a container the host keeps the clock, and systemd does not start the program (systemd-timesyncd.service(8)).
      ...(host.container === null ? [unitActive(unit)] : []),
    ],
  };
};
