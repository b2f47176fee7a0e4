import { existsSync, readFileSync } from 'node:fs';

const FILE = '/etc/environment';

/**
 * What `/etc/environment` sets for every login. A login over ssh does not get it where sshd does without PAM, as setup has
 * it; a proxy or a certificate authority that stands there counts for a deployment all the same.
 */
export function systemEnvironment(): Readonly<Record<string, string>> {
  return existsSync(FILE) ? parseEnvironmentFile(readFileSync(FILE, 'utf8')) : {};
}

/** Reads the lines as pam_env(8) does: `NAME=value`, also with `export` before it and quotes around the value. */
export function parseEnvironmentFile(text: string): Readonly<Record<string, string>> {
  const lines = text.matchAll(/^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)=(["']?)([^#\n]*?)\2[ \t]*(?:#.*)?$/gm);
  return Object.fromEntries([...lines].map(([, name = '', , value = '']) => [name, value]));
}
