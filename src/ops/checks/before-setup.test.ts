import { describe, expect, it } from 'vitest';
import { HOST, OPTIONS } from '../../../test/fakes/healthy-server.ts';
import { serverPaths } from '../../shared/paths.ts';
import { renderFindings } from '../render/findings.ts';
import type { HostFacts, SetupOptions } from '../steps/setup-input.ts';
import { BEFORE_SETUP } from './before-setup.ts';
import { blockers, judgeAll } from './check.ts';

function findings(host: Partial<HostFacts>, options: Partial<SetupOptions> = {}) {
  return judgeAll(BEFORE_SETUP, {
    host: { ...HOST, ...host },
    options: { ...OPTIONS, ...options },
    paths: serverPaths(),
  });
}

const blocked = (host: Partial<HostFacts>, options: Partial<SetupOptions> = {}): readonly string[] =>
  blockers(findings(host, options)).map(({ id }) => id);

describe('what has to be right before setup', () => {
  it('is right on a good server', () => {
    expect(blocked({})).toEqual([]);
  });

  it.each([
    ['root', { isRoot: false }],
    ['system', { system: 'debian', systemVersion: '11' }],
    ['system', { system: 'fedora', systemVersion: '41' }],
    ['systemd', { hasSystemd: false }],
    ['memory', { memoryBytes: 512 * 1024 ** 2 }],
    ['disk', { freeDiskBytes: 3 * 1024 ** 3 }],
    ['domain', { domainAddresses: [] }],
    ['domain', { domainAddresses: ['203.0.113.9'] }],
    ['domain', { domainAddresses: ['198.51.100.80', '2001:db8::1'] }],
    ['ports', { listeners: [{ address: '*', port: 80, program: 'apache2' }] }],
    ['ports', { listeners: [{ address: '127.0.0.1', port: 3000, program: 'node' }] }],
    ['sshd-config', { ssh: { ...HOST.ssh, brokenBecause: 'line 3: Bad configuration option' } }],
  ] as const)('%s: is a blocker when %j', (id, host) => {
    expect(blocked(host)).toEqual([id]);
  });

  it('takes another port for ssh only when nobody has it', () => {
    const listeners = [
      { address: '*', port: 2222, program: 'systemd' },
      { address: '*', port: 2223, program: 'caddy' },
    ];
    expect(blocked({ listeners }, { sshPort: 2222 })).toEqual([]);
    expect(blocked({ listeners }, { sshPort: 2223 })).toEqual(['ports']);
  });

  it('does not know where a name leads on a server behind another address, and does not say that it is wrong', () => {
    expect(blocked({ addresses: ['10.0.0.5'], domainAddresses: ['203.0.113.9'] })).toEqual([]);
  });

  it('asks nothing about a web address when there is none', () => {
    expect(blocked({ domainAddresses: [] }, { domain: null, hasNginx: false })).toEqual([]);
  });

  it('tells what to do about each', async () => {
    const all = findings({
      isRoot: false,
      systemVersion: '11',
      systemName: 'Debian GNU/Linux 11 (bullseye)',
      hasSystemd: false,
      memoryBytes: 0.5 * 1024 ** 3,
      freeDiskBytes: 1024 ** 3,
      domainAddresses: ['203.0.113.9'],
      listeners: [{ address: '*', port: 443, program: 'apache2' }],
      ssh: { ...HOST.ssh, brokenBecause: '/etc/ssh/sshd_config line 3: Bad configuration option: PermitRot' },
    });
    await expect(`${renderFindings(all, false)}\n`).toMatchFileSnapshot('./golden/before-setup.txt');
  });
});
