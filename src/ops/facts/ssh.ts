import { existsSync, readFileSync } from 'node:fs';
import { exec } from '../run/exec.ts';
import { SSH_DROP_IN } from '../steps/lock-out.ts';
import type { Listener, SshFacts } from '../steps/setup-input.ts';
import { askingSshd } from '../steps/sshd-question.ts';
import { asking } from '../steps/step.ts';

const CONFIGURATION = '/etc/ssh/sshd_config';

/** How sshd stands; null when there is none on this server. */
export async function readSsh(listeners: readonly Listener[]): Promise<SshFacts | null> {
  if (!existsSync(CONFIGURATION)) return null;
  const [version, socket] = await Promise.all([
    exec(asking('ssh', '-V')),
    exec(asking('systemctl', 'show', 'ssh.socket', '--property=ActiveState,Listen')),
  ]);
  const isSocketActivated = /^ActiveState=active$/m.test(socket.stdout);
  const test = await exec(askingSshd(isSocketActivated, '-t'));
  return {
    ports: isSocketActivated ? socketPorts(socket.stdout) : programPorts(listeners),
    isSocketActivated,
    brokenBecause: test.exitCode === 0 ? null : test.stderr.trim(),
    includesDropIns: readIncludesDropIns(),
    ownPort: readOwnPort(),
    version: /OpenSSH_(\d+\.\d+)/.exec(version.stderr)?.[1] ?? null,
  };
}

/** After setup only root may read the file; whoever else asks does not change it, so the answer does not matter to them. */
function readIncludesDropIns(): boolean {
  try {
    return includesDropInsFirst(readFileSync(CONFIGURATION, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EACCES') return true;
    throw error;
  }
}

/** Lines like `Listen=[::]:22 (Stream)`. */
function socketPorts(shown: string): readonly number[] {
  return unique([...shown.matchAll(/:(\d+) \(Stream\)/g)].map(([, port]) => Number(port)));
}

function programPorts(listeners: readonly Listener[]): readonly number[] {
  return unique(listeners.filter(({ program }) => program === 'sshd').map(({ port }) => port));
}

function unique(ports: readonly number[]): readonly number[] {
  return [...new Set(ports)].toSorted((a, b) => a - b);
}

/** The first value of a keyword counts (sshd_config(5)), so the drop-ins only outrank the file when they are read first. */
export function includesDropInsFirst(text: string): boolean {
  const first = text.split('\n').find((line) => /^\s*[^#\s]/.test(line));
  return first !== undefined && /^\s*Include\s+.*\/etc\/ssh\/sshd_config\.d\/\*\.conf/i.test(first);
}

function readOwnPort(): number | null {
  const text = readIfAllowed(SSH_DROP_IN);
  if (text === null) return null;
  const line = /^Port (\d+)$/m.exec(text);
  return line === null ? null : Number(line[1]);
}

/** Null when it is not there, and for users who may not read it: they can still look at the rest of the server. */
function readIfAllowed(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}
