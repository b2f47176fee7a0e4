import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';

/** Who is at work, for the lock and the log: the person behind sudo, and the address that they came from. */
export function whoIsThis(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const name = environment['SUDO_USER'] ?? environment['LOGNAME'] ?? userInfo().username;
  const [address] = (environment['SSH_CONNECTION'] ?? '').split(' ');
  return address ? `${name} from ${address}` : name;
}

/** A word that finds all lines of one run in the log. */
export function newRunId(): string {
  return randomBytes(4).toString('hex');
}

/** The version of the checkout that this file belongs to. */
export function ownVersion(): string {
  const manifest = readFileSync(join(ownRoot(), 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { readonly version: string }).version;
}

/** The root of the checkout that this file belongs to. */
function ownRoot(): string {
  return resolve(import.meta.dirname, '../../..');
}
