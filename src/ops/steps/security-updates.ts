import type { StepMaker } from './setup-input.ts';
import { unitRunning } from './units.ts';

/** `50unattended-upgrades` of the package names the security archive; these say that it is used, every day. */
const CONTENT = `// Written by onomancer setup. Security updates are installed every day; the server is never restarted by itself.
APT::Periodic::Update-Package-Lists "1";
APT::Periodic::Unattended-Upgrade "1";
APT::Periodic::AutocleanInterval "7";
Unattended-Upgrade::Automatic-Reboot "false";
Unattended-Upgrade::Remove-Unused-Kernel-Packages "true";
`;

/** Security updates without a person. */
export const securityUpdates: StepMaker = () => {
  const path = '/etc/apt/apt.conf.d/99onomancer';
  return {
    id: 'security-updates',
    title: 'Security updates',
    checks: 'whether security updates are fetched and installed every day without anybody',
    undo: `rm ${path} && apt-get purge unattended-upgrades`,
    packages: ['unattended-upgrades'],
    resources: [
      { kind: 'file', path, content: CONTENT, mode: 0o644, owner: 'root', group: 'root' },
      ...unitRunning('unattended-upgrades.service'),
      ...unitRunning('apt-daily.timer'),
      ...unitRunning('apt-daily-upgrade.timer'),
    ],
  };
};
