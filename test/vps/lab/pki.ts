import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ADDRESSES, NAMES } from './addresses.ts';
import { must } from './run.ts';

/** Makes the lab's own authority, the certificate of its servers, and the administrator's ssh keys; once. */
export async function ensurePki(dir: string, npmHost: string): Promise<void> {
  const names = [NAMES.acme, NAMES.nodeMirror, NAMES.debianMirror, npmHost].map((name) => `DNS:${name}`);
  const wanted = `subjectAltName=${[...names, `IP:${ADDRESSES.acme}`].join(',')}`;
  const stamp = join(dir, 'made-for');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = (name: string): string => join(dir, name);
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const isAuthority = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign'];
  const authority = ['-days', '3650', '-subj', '/CN=VPS lab', ...isAuthority.flatMap((one) => ['-addext', one])];
  await must(['openssl', 'req', '-x509', ...newKey, '-keyout', file('ca.key'), '-out', file('ca.crt'), ...authority]);
  const request = ['-keyout', file('world.key'), '-out', file('world.csr'), '-subj', '/CN=lab'];
  await must(['openssl', 'req', ...newKey, ...request]);
  writeFileSync(file('world.ext'), `${wanted}\n`);
  const signer = ['-CA', file('ca.crt'), '-CAkey', file('ca.key'), '-CAcreateserial', '-extfile', file('world.ext')];
  const signed = ['-in', file('world.csr'), '-out', file('world.crt'), '-days', '3650'];
  await must(['openssl', 'x509', '-req', ...signed, ...signer]);
  for (const name of ['id', 'other-id']) {
    if (!existsSync(file(name)))
      await must(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', 'lab', '-f', file(name)]);
  }
  writeFileSync(stamp, wanted);
}
