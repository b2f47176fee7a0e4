import { describe, expect, it } from 'vitest';
import { renderOptionProblems } from '../render/setup-texts.ts';
import { checkSetupFlags, type SetupFlags } from './setup-options.ts';

const GOOD: SetupFlags = { domain: 'Onomancer.Example.com', email: 'admin@example.com', node: 'v24.21.0' };

describe('the flags of setup', () => {
  it('become options', () => {
    expect(checkSetupFlags({ ...GOOD, swap: '512M', 'ssh-port': '2222' }, 'ssh-ed25519 AAAA')).toEqual({
      kind: 'ok',
      options: {
        domain: 'onomancer.example.com',
        email: 'admin@example.com',
        hasNginx: true,
        hasRedis: true,
        sshKeys: 'ssh-ed25519 AAAA',
        sshPort: 2222,
        acmeServer: null,
        admitsTls12: false,
        swapBytes: 512 * 1024 ** 2,
        nodeVersion: '24.21.0',
        nodeFrom: null,
      },
    });
  });

  it('do without domain and e-mail only when there is no web server', () => {
    expect(checkSetupFlags({ node: '24.21.0', 'skip-nginx': true }, null).kind).toBe('ok');
    expect(checkSetupFlags({ node: '24.21.0' }, null)).toMatchObject({
      problems: [{ flag: '--domain' }, { flag: '--email' }],
    });
  });

  it.each([
    ['domain', 'localhost'],
    ['domain', '198.51.100.80'],
    ['domain', 'https://example.com'],
    ['domain', 'exa mple.com'],
    ['domain', '-a.example.com'],
    ['domain', 'example.com; rm -rf /'],
    ['email', 'admin'],
    ['email', 'admin@localhost'],
    ['email', 'a b@example.com'],
    ['ssh-port', '0'],
    ['ssh-port', '443'],
    ['ssh-port', '65536'],
    ['ssh-port', '22a'],
    ['acme-server', 'http://acme.example.com/dir'],
    ['acme-server', 'acme'],
    ['swap', '2'],
    ['swap', '0G'],
    ['swap', '999G'],
    ['node', '24'],
    ['node', 'lts'],
  ] as const)('refuse --%s %s', (flag, value) => {
    expect(checkSetupFlags({ ...GOOD, [flag]: value }, null)).toMatchObject({
      kind: 'wrong',
      problems: [{ flag: `--${flag}` }],
    });
  });

  it('say all that is wrong at once', async () => {
    const checked = checkSetupFlags({ domain: 'localhost', 'ssh-port': '80', swap: 'much', 'acme-server': 'x' }, null);
    if (checked.kind === 'ok') throw new Error('nothing was wrong');
    await expect(`${renderOptionProblems(checked.problems)}\n`).toMatchFileSnapshot('./golden/setup-wrong-flags.txt');
  });
});
