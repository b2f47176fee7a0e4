import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exec } from '../run/exec.ts';
import type { Account, HostFacts, LoginKey } from '../steps/setup-input.ts';
import { asking } from '../steps/step.ts';

/** Everybody who could log in: root, and people with a shell. */
export async function readAccounts(): Promise<Pick<HostFacts, 'accounts' | 'canSuToRoot'>> {
  const passwords = readPasswords();
  const rows = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter(([name, , uid = '', , , , shell = '']) => name && mayLogIn(Number(uid), shell));
  const canSu = passwords.get('root') === 'set' && !isSuForWheelOnly();
  const accounts = await Promise.all(
    rows.map(async ([name = '', , uid = '', , , home = '', shell = '']): Promise<Account> => {
      const password = passwords.get(name) ?? 'locked';
      const mayBecomeRoot = uid === '0' || canSu || (await maySudo(name, password));
      return { name, uid: Number(uid), home, shell, password, keys: readKeys(home), mayBecomeRoot };
    }),
  );
  return { accounts, canSuToRoot: canSu };
}

/** People begin at 1000 (login.defs(5)); 65534 is nobody. */
function mayLogIn(uid: number, shell: string): boolean {
  return (uid === 0 || (uid >= 1000 && uid < 65_534)) && !/\/(?:nologin|false)$/.test(shell);
}

/** The second field of /etc/shadow (shadow(5)); empty without the right to read it. */
function readPasswords(): ReadonlyMap<string, Account['password']> {
  if (process.getuid?.() !== 0) return new Map();
  return new Map(
    readFileSync('/etc/shadow', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .map(([name = '', field = '']) => [name, passwordKind(field)]),
  );
}

function passwordKind(field: string): Account['password'] {
  if (field === '') return 'open';
  if (/^!+\*?$/.test(field)) return 'locked';
  if (field.startsWith('!')) return 'disabled';
  return field.startsWith('*') ? 'none' : 'set';
}

function isSuForWheelOnly(): boolean {
  if (!existsSync('/etc/pam.d/su')) return false;
  return /^\s*auth\s+(?:required|requisite)\s+pam_wheel\.so/m.test(readFileSync('/etc/pam.d/su', 'utf8'));
}

/** Sudo asks for the user's own password, unless it was told not to. */
async function maySudo(name: string, password: Account['password']): Promise<boolean> {
  const { stdout, exitCode } = await exec(asking('sudo', '-n', '-l', '-U', name));
  if (exitCode !== 0 || !/\(\s*(?:ALL|root)\b/.test(stdout)) return false;
  return password === 'set' || /NOPASSWD/.test(stdout);
}

const KEY_TYPE =
  /^(?:ssh-(?:ed25519|rsa|dss)|ecdsa-sha2-nistp\d+|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com)$/;

function readKeys(home: string): readonly LoginKey[] {
  const path = join(home, '.ssh', 'authorized_keys');
  return existsSync(path) ? loginKeys(readFileSync(path, 'utf8')) : [];
}

/**
 * The keys of an authorized_keys file (sshd(8), AUTHORIZED_KEYS FILE FORMAT) that open a shell. Cloud images give root
 * a key that is bound to a command which only says "log in as somebody else": that one is no way in.
 */
export function loginKeys(text: string): readonly LoginKey[] {
  return text.split('\n').flatMap((line): LoginKey[] => {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) return [];
    const [options, rest] = splitOptions(trimmed);
    if (/(?:^|,)(?:command=|cert-authority|no-pty)/i.test(options)) return [];
    const [type = '', blob = '', ...comment] = rest.split(/\s+/);
    if (!KEY_TYPE.test(type) || !/^[A-Za-z0-9+/]{20,}={0,3}$/.test(blob)) return [];
    return [{ line: trimmed, comment: comment.join(' ') }];
  });
}

/** Options stand before the type of the key; blanks inside of double quotes belong to them. */
function splitOptions(line: string): readonly [options: string, rest: string] {
  if (KEY_TYPE.test(line.split(/\s+/)[0] ?? '')) return ['', line];
  const match = /^((?:[^\s"]|"(?:[^"\\]|\\.)*")+)\s+(.*)$/.exec(line);
  return match === null ? ['', line] : [match[1] ?? '', match[2] ?? ''];
}
