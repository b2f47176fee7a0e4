import { generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fixedClock } from '../../../shared/clock.ts';
import { parseUfw } from './access.ts';
import { readGoogleKey } from './google-key.ts';
import { namesOfKilled } from './machine.ts';
import { parseProcessList } from './programs.ts';
import { reasonOf } from './web.ts';

describe('what programs say', () => {
  it('ufw: rules for both kinds of addresses, for several ports, and for one address only', () => {
    const text = `Status: active
Logging: on (low)
Default: deny (incoming), allow (outgoing), disabled (routed)
New profiles: skip

To                         Action      From
--                         ------      ----
22/tcp                     LIMIT IN    Anywhere                   # onomancer: ssh
80,443/tcp                 ALLOW IN    Anywhere
5432                       ALLOW IN    203.0.113.9
22/tcp (v6)                LIMIT IN    Anywhere (v6)              # onomancer: ssh
80,443/tcp (v6)            ALLOW IN    Anywhere (v6)
`;
    expect(parseUfw(text)).toEqual({
      isInstalled: true,
      isActive: true,
      incoming: 'deny',
      open: ['22/tcp', '80', '443/tcp'],
    });
    expect(parseUfw('Status: inactive\n')).toMatchObject({ isActive: false, open: [] });
  });

  it('the kernel: whom it has ended', () => {
    const journal = `Out of memory: Killed process 812 (node) total-vm:900kB
Memory cgroup out of memory: Killed process 900 (redis-server) total-vm:1kB
Out of memory: Killed process 913 (node) total-vm:900kB`;
    expect(namesOfKilled(journal)).toEqual(['node', 'redis-server']);
  });

  it('nginx: why it refuses its configuration', () => {
    const text = `2026/11/25 22:35:58 [emerg] 989#989: a duplicate default server for 0.0.0.0:80 in /etc/nginx/x:1
nginx: configuration file /etc/nginx/nginx.conf test failed`;
    expect(reasonOf(text)).toBe('a duplicate default server for 0.0.0.0:80 in /etc/nginx/x:1');
  });

  it('pm2: a list, with lines for people before it', () => {
    const text = `>>>> In-memory PM2 is out-of-date, do:
[{"name":"onomancer-bot","pm2_env":{"status":"online","restart_time":2},"monit":{"memory":91000000}}]`;
    expect(parseProcessList(text)).toEqual([
      { name: 'onomancer-bot', status: 'online', restarts: 2, memoryBytes: 91_000_000 },
    ]);
    expect(parseProcessList('[]')).toEqual([]);
  });
});

describe('the key file of a Google service account', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const clock = fixedClock('2026-11-25T12:00:00.000Z');
  const file = {
    type: 'service_account',
    client_email: 'bot@acme.iam.gserviceaccount.com',
    private_key: privateKey,
    token_uri: 'https://oauth2.googleapis.com/token',
  };

  it('gives an assertion that Google can verify', () => {
    const key = readGoogleKey(JSON.stringify(file), clock);
    if (key.kind !== 'ok') throw new Error(key.says);
    const [header = '', claims = '', signature = ''] = key.assertion.split('.');
    expect(
      verify('RSA-SHA256', Buffer.from(`${header}.${claims}`), publicKey, Buffer.from(signature, 'base64url')),
    ).toBe(true);
    const decoded: unknown = JSON.parse(Buffer.from(claims, 'base64url').toString());
    expect(decoded).toEqual({
      iss: 'bot@acme.iam.gserviceaccount.com',
      scope: 'https://www.googleapis.com/auth/drive.readonly',
      aud: 'https://oauth2.googleapis.com/token',
      iat: 1_795_608_000,
      exp: 1_795_608_300,
    });
  });

  it.each([
    ['no JSON', 'hello', 'it is not JSON'],
    ['another kind', JSON.stringify({ ...file, type: 'authorized_user' }), 'its type is not service_account'],
    ['half of it', JSON.stringify({ type: 'service_account' }), 'client_email, private_key or token_uri is missing'],
    ['a broken key', JSON.stringify({ ...file, private_key: 'MII…' }), 'its private_key cannot be used'],
  ])('says what is wrong with %s, and quotes nothing', (_, text, says) => {
    const key = readGoogleKey(text, clock);
    expect(key).toMatchObject({ kind: 'wrong', says: expect.stringContaining(says) as string });
    expect(JSON.stringify(key)).not.toContain('MII');
  });
});
