import { describe, expect, it } from 'vitest';
import { loginKeys } from './accounts.ts';

const BLOB = 'AAAAC3NzaC1lZDI1NTE5AAAAIHyX8HVzQ0rAPfWcvD4mJ9m7k0d4nqDqWqN3K0bZ1v3f';

describe('loginKeys', () => {
  it('finds keys with and without options and comments', () => {
    const text = `# mine\nssh-ed25519 ${BLOB} ann@laptop\n\nfrom="203.0.113.0/24",no-agent-forwarding ssh-ed25519 ${BLOB}\n`;
    expect(loginKeys(text)).toEqual([
      { line: `ssh-ed25519 ${BLOB} ann@laptop`, comment: 'ann@laptop' },
      { line: `from="203.0.113.0/24",no-agent-forwarding ssh-ed25519 ${BLOB}`, comment: '' },
    ]);
  });

  it.each([
    [
      'a key of a cloud image that only says who to log in as',
      `no-pty,command="echo 'log in as \\"ubuntu\\"'; sleep 10" ssh-rsa ${BLOB}`,
    ],
    ['a private key', '-----BEGIN OPENSSH PRIVATE KEY-----'],
    ['a key without its second half', 'ssh-ed25519'],
    ['an authority for certificates', `cert-authority ssh-ed25519 ${BLOB}`],
    ['words', 'hello world'],
  ])('does not count %s', (_, line) => {
    expect(loginKeys(line)).toEqual([]);
  });
});
