import type { StepMaker } from './setup-input.ts';
import { doing } from './step.ts';

const CONTENT = `# Written by onomancer setup. The journal survives a restart and never fills the disk.
[Journal]
Storage=persistent
SystemMaxUse=500M
SystemKeepFree=1G
MaxRetentionSec=14day
`;

/** A journal on disk, with bounds. */
export const journald: StepMaker = () => {
  const path = '/etc/systemd/journald.conf.d/onomancer.conf';
  return {
    id: 'journald',
    title: 'System journal',
    checks: 'whether the journal is kept on disk, for 14 days and at most 500 MB',
    undo: `rm ${path} && systemctl restart systemd-journald`,
    resources: [{ kind: 'file', path, content: CONTENT, mode: 0o644, owner: 'root', group: 'root' }],
    activate: [doing('systemctl', 'restart', 'systemd-journald')],
  };
};
