import { describe, expect, it } from 'vitest';
import { HOST, OPTIONS } from '../../../test/fakes/healthy-server.ts';
import { serverPaths } from '../../shared/paths.ts';
import type { Account, HostFacts, SetupInput } from './setup-input.ts';
import { hasWayToRoot, keysForUser } from './ssh-access.ts';
import { algorithmLines } from './ssh-algorithms.ts';

const key = (comment: string) => ({ line: `ssh-ed25519 AAAA ${comment}`, comment });

function account(name: string, of: Partial<Account> = {}): Account {
  const uid = name === 'root' ? 0 : 1001;
  return {
    name,
    uid,
    home: `/home/${name}`,
    shell: '/bin/bash',
    password: 'none',
    keys: [],
    mayBecomeRoot: uid === 0,
    ...of,
  };
}

function input(host: Partial<HostFacts>, sshKeys: string | null = null): SetupInput {
  return { host: { ...HOST, ...host }, options: { ...OPTIONS, sshKeys }, paths: serverPaths() };
}

const from = (asked: SetupInput): string => keysForUser(asked).from;

describe('the keys of the account of the bot', () => {
  const root = account('root', { keys: [key('root')] });
  const ubuntu = account('ubuntu', { keys: [key('ubuntu')] });
  const devrel = account('devrel', { keys: [key('devrel')] });

  it('are those that were given, else its own, else those of whoever runs setup, else those of root', () => {
    expect(from(input({ accounts: [root, devrel] }, 'ssh-ed25519 BBBB given'))).toBe('--ssh-key');
    expect(from(input({ accounts: [root, ubuntu, devrel], caller: 'ubuntu' }))).toBe('devrel');
    expect(from(input({ accounts: [root, ubuntu], caller: 'ubuntu' }))).toBe('ubuntu');
    expect(from(input({ accounts: [root, account('ubuntu')], caller: 'ubuntu' }))).toBe('root');
    expect(keysForUser(input({ accounts: [account('root')] })).lines).toEqual([]);
  });
});

describe('a way to root', () => {
  it('is su with root’s password, or somebody with sudo and a key', () => {
    const sudoer = account('ann', { mayBecomeRoot: true, keys: [key('ann')] });
    const without = { canSuToRoot: false } as const;
    expect(hasWayToRoot(input({ accounts: [], canSuToRoot: true }))).toBe(true);
    expect(hasWayToRoot(input({ ...without, accounts: [account('root', { keys: [key('r')] })] }))).toBe(false);
    expect(hasWayToRoot(input({ ...without, accounts: [sudoer] }))).toBe(true);
    expect(hasWayToRoot(input({ ...without, accounts: [{ ...sudoer, password: 'locked' }] }))).toBe(true);
    expect(hasWayToRoot(input({ ...without, accounts: [{ ...sudoer, password: 'disabled' }] }))).toBe(false);
    expect(hasWayToRoot(input({ ...without, accounts: [{ ...sudoer, keys: [] }] }))).toBe(false);
    expect(hasWayToRoot(input({ ...without, accounts: [{ ...sudoer, mayBecomeRoot: false }] }))).toBe(false);
  });
});

describe('what sshd speaks', () => {
  const kex = (version: string): string => algorithmLines(version)[0] ?? '';

  it('names only what the version knows', () => {
    expect(kex('8.4')).toBe('KexAlgorithms curve25519-sha256,curve25519-sha256@libssh.org');
    expect(kex('8.9')).toMatch(/^KexAlgorithms sntrup761x25519-sha512@openssh\.com,curve25519/);
    expect(kex('9.6')).not.toContain('mlkem');
    expect(kex('9.9')).toMatch(/^KexAlgorithms mlkem768x25519-sha256,/);
    expect(kex('9.10')).toContain('mlkem');
    expect(kex('10.0')).toContain('mlkem');
  });
});
