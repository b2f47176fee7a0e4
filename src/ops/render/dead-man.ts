import type { DeadMan } from '../steps/step.ts';

/** The name of the timer and of what it starts. */
export const DEAD_MAN_UNIT = 'onomancer-dead-man';

/** The copy of the n-th file that is saved. */
export function savedName(index: number): string {
  return `saved-${index}`;
}

/** The script that puts everything back. It needs nothing but a shell: not Node, not this repository. */
export function renderRevertScript({ saves, afterwards }: DeadMan, directory: string): string {
  const files = saves.map((path, index) => {
    const copy = `${directory}/${savedName(index)}`;
    return `if [ -e '${copy}' ]; then cp -p '${copy}' '${path}'; else rm -f '${path}'; fi`;
  });
  return [
    '#!/bin/sh',
    '# Written by onomancer. Started by its timer when no new connection has succeeded in time: puts back how things were.',
    ...files,
    ...afterwards,
    `date -u +%Y-%m-%dT%H:%M:%SZ > '${directory}/reverted'`,
    `systemctl disable --now ${DEAD_MAN_UNIT}.timer`,
    '',
  ].join('\n');
}

export function renderDeadManService(directory: string): string {
  return `[Unit]
Description=Puts ssh and the firewall back as they were before onomancer changed them

[Service]
Type=oneshot
ExecStart=/bin/sh ${directory}/revert.sh
`;
}

/** Enabled, so that it counts again from the start when the machine restarts in between. */
export function renderDeadManTimer(seconds: number): string {
  return `[Unit]
Description=Waits for a new connection to succeed, and else puts ssh and the firewall back

[Timer]
OnActiveSec=${seconds}
AccuracySec=1s

[Install]
WantedBy=timers.target
`;
}
