import { describe, expect, it } from 'vitest';
import { HOST, OPTIONS } from '../../../test/fakes/healthy-server.ts';
import { bareServer, rightServer } from '../../../test/fakes/observed-server.ts';
import { serverPaths } from '../../shared/paths.ts';
import { renderPlan } from '../render/plan.ts';
import { setupTitle } from '../render/setup-texts.ts';
import type { Observe } from '../steps/observation.ts';
import type { HostFacts, SetupInput, SetupOptions } from '../steps/setup-input.ts';
import { setupSteps } from '../steps/setup-steps.ts';
import { countChanges, makePlan } from './plan.ts';

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHyX8HVzQ0rAPfWcvD4mJ9m7k0d4nqDqWqN3K0bZ1v3f ada@laptop';
const ROOT = {
  name: 'root',
  uid: 0,
  home: '/root',
  shell: '/bin/bash',
  password: 'set',
  keys: [{ line: KEY, comment: 'ada@laptop' }],
  mayBecomeRoot: true,
} as const;

/** A server as a provider hands it out: root, a password, a key, sshd. */
const BARE: HostFacts = {
  ...HOST,
  listeners: [{ address: '0.0.0.0', port: 22, program: 'sshd' }],
  accounts: [ROOT],
  swapBytes: 0,
  swapDevices: [],
  isUfwActive: false,
  openedForSsh: [],
};

function input(host: HostFacts, options: Partial<SetupOptions> = {}): SetupInput {
  return { host, options: { ...OPTIONS, ...options }, paths: serverPaths() };
}

function planText(asked: SetupInput, observe: Observe, isWhole = true): string {
  const plan = makePlan(setupSteps(asked), observe, asked.host.unfinishedSteps);
  return `${renderPlan(plan, { title: setupTitle(asked), isColoured: false, isWhole })}\n`;
}

const golden = (name: string): string => `./golden/setup-${name}.txt`;

describe('the plan of setup', () => {
  it('of a bare server says everything that will be done', async () => {
    const asked = input(BARE, { nodeFrom: '/var/tmp/onomancer-node.abc/node-v24.21.0-linux-x64' });
    await expect(planText(asked, bareServer)).toMatchFileSnapshot(golden('bare'));
  });

  it('is shorter before a person is asked: long new files are cut', () => {
    const short = planText(input(BARE), bareServer, false);
    expect(short.split('\n').length).toBeLessThan(planText(input(BARE), bareServer).split('\n').length / 1.5);
    expect(short).toContain('more lines (--dry-run shows them)');
  });

  it('of a server that is as it should be is empty', async () => {
    const asked = input(HOST);
    expect(countChanges(makePlan(setupSteps(asked), rightServer(), []))).toBe(0);
    await expect(planText(asked, rightServer())).toMatchFileSnapshot(golden('again'));
  });

  it('shows what was changed by hand, and what an earlier run did not finish', async () => {
    const drifted = rightServer({
      '/etc/fail2ban/jail.d/onomancer.local': {
        kind: 'file',
        content: '[sshd]\nenabled = false\n',
        mode: 0o644,
        owner: 'root',
        group: 'root',
      },
      '/opt/devrel-integration/secrets': { kind: 'directory', mode: 0o755, owner: 'devrel', group: 'devrel' },
      '/etc/ssh/sshd_config.d/00-onomancer.conf': { kind: 'nothing' },
      '/usr/local/bin/node': { kind: 'link', target: '/opt/node/v22.1.0/bin/node' },
      '/etc/fstab': {
        kind: 'file',
        content: '/dev/vda1 / ext4 defaults 0 1\n',
        mode: 0o644,
        owner: 'root',
        group: 'root',
      },
      'http comes in on port 80': { kind: 'answer', answer: { exitCode: 0, stdout: 'ufw allow 22/tcp\n', stderr: '' } },
    });
    await expect(planText(input({ ...HOST, unfinishedSteps: ['redis'] }), drifted)).toMatchFileSnapshot(
      golden('drift'),
    );
  });

  it('without any key leaves sshd alone and says how to add one', async () => {
    const asked = input(
      { ...BARE, accounts: [{ ...ROOT, keys: [] }] },
      { hasNginx: false, hasRedis: false, domain: null, email: null },
    );
    await expect(planText(asked, bareServer)).toMatchFileSnapshot(golden('no-key'));
  });

  it('moves a socket-activated sshd to another port, and closes the old one', async () => {
    const asked = input(
      { ...HOST, ssh: { ...HOST.ssh, isSocketActivated: true, version: '9.9' } },
      { sshPort: 2222, hasNginx: false, hasRedis: false },
    );
    const observe = rightServer({
      '/etc/ssh/sshd_config.d/00-onomancer.conf': { kind: 'nothing' },
      '/etc/systemd/system/ssh.socket.d/onomancer.conf': { kind: 'nothing' },
      'port 22 is not open for ssh': {
        kind: 'answer',
        answer: { exitCode: 0, stdout: "ufw allow 22/tcp comment 'onomancer: ssh'\n", stderr: '' },
      },
    });
    await expect(planText(asked, observe)).toMatchFileSnapshot(golden('other-port'));
  });

  it('in a container leaves to its host what belongs to its host', async () => {
    const asked = input({ ...BARE, container: 'lxc' }, { hasNginx: false, hasRedis: false });
    await expect(planText(asked, rightServer())).toMatchFileSnapshot(golden('container'));
  });
});
