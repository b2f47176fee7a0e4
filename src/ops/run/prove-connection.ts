import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../shared/errors/app-error.ts';
import { loginKeys } from '../facts/accounts.ts';
import { asking, type Command, type ConnectionProof, doing } from '../steps/step.ts';
import { lastLines, runAll, type Workshop } from './apply-change.ts';
import { exec } from './exec.ts';
import { INNER_ADDRESS, inNetworkOfItsOwn, OUTER_ADDRESS } from './proof-network.ts';
import { writeFileAtomically } from './write-file.ts';

const KEY_DIR = '/run/onomancer/proof';
const KEY_FILE = join(KEY_DIR, 'key');
/** Ends the line of the key that is authorized for the time of the proof. */
const MARK = 'onomancer-proof';
const TRIES = 6;
const PAUSE_MS = 500;

/**
 * Makes a new connection to sshd from a network of its own on this machine, so that it comes through the firewall as
 * from outside. Throws NO_NEW_CONNECTION when none succeeds, KEYS_GONE when nobody could log in later.
 */
export async function proveConnection(proof: ConnectionProof, workshop: Workshop): Promise<void> {
  await inNetworkOfItsOwn(workshop, async (inside) => {
    if (proof.kind === 'answer') {
      await Promise.all(proof.ports.map((port) => untilItWorks(inside(hostKeyCommand(port)), /^\S+ (?:ssh|ecdsa)-/m)));
    } else await proveLogin(proof, workshop, inside);
  });
}

type Inside = (command: Command) => Command;

async function proveLogin({ user, ports }: ConnectionProof, workshop: Workshop, inside: Inside): Promise<void> {
  const keysFile = await authorizedKeysOf(user);
  removeProofKey(keysFile);
  await makeKey(workshop);
  try {
    appendFileSync(keysFile, `from="${INNER_ADDRESS}",restrict ${readFileSync(`${KEY_FILE}.pub`, 'utf8').trim()}\n`);
    for (const port of ports) await untilItWorks(inside(loginCommand(user, port)), new RegExp(`^${user}$`, 'm'));
  } finally {
    removeProofKey(keysFile);
    rmSync(KEY_DIR, { recursive: true, force: true });
  }
  // Our own key has opened; what counts is that a person's key is still there.
  if (loginKeys(readFileSync(keysFile, 'utf8')).length === 0)
    throw new AppError('KEYS_GONE', { facts: { user, file: keysFile } });
}

/** Sshd is away for a moment while it reloads. */
async function untilItWorks(command: Command, wanted: RegExp): Promise<void> {
  let said = '';
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (tries > 0) await sleep(PAUSE_MS);
    const answer = await exec(command);
    if (wanted.test(answer.stdout)) return;
    said = lastLines(`${answer.stdout}\n${answer.stderr}`);
  }
  throw new AppError('NO_NEW_CONNECTION', { facts: { said } });
}

/** Asks for one kind of key only: each kind is a connection of its own, and fail2ban counts those that end early. */
function hostKeyCommand(port: number): Command {
  return asking('ssh-keyscan', '-T', '5', '-t', 'ed25519', '-p', String(port), OUTER_ADDRESS);
}

function loginCommand(user: string, port: number): Command {
  const options = [
    'IdentitiesOnly=yes',
    'BatchMode=yes',
    'PreferredAuthentications=publickey',
    'StrictHostKeyChecking=no',
    'UserKnownHostsFile=/dev/null',
    'GlobalKnownHostsFile=/dev/null',
    'LogLevel=ERROR',
    'ConnectTimeout=5',
  ];
  const flags = options.flatMap((option) => ['-o', option]);
  return asking(
    'ssh',
    '-F',
    'none',
    '-i',
    KEY_FILE,
    '-p',
    String(port),
    ...flags,
    `${user}@${OUTER_ADDRESS}`,
    'id',
    '-un',
  );
}

async function makeKey({ lockFd }: Workshop): Promise<void> {
  rmSync(KEY_DIR, { recursive: true, force: true });
  mkdirSync(KEY_DIR, { recursive: true, mode: 0o700 });
  await runAll([doing('ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', MARK, '-f', KEY_FILE)], { lockFd });
}

async function authorizedKeysOf(user: string): Promise<string> {
  const { stdout } = await exec(asking('getent', 'passwd', user));
  return join(stdout.split(':')[5] ?? `/home/${user}`, '.ssh', 'authorized_keys');
}

/** Also what a killed run left there: its private half is gone with /run, but it has no business here. */
function removeProofKey(file: string): void {
  if (!existsSync(file)) return;
  const lines = readFileSync(file, 'utf8').split('\n');
  const others = lines.filter((line) => !line.endsWith(` ${MARK}`));
  if (others.length === lines.length) return;
  const { mode, uid, gid } = statSync(file);
  writeFileAtomically(file, others.join('\n'), { mode: mode & 0o7777, uid, gid });
}
