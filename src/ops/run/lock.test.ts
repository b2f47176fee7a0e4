import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exec } from './exec.ts';
import { takeLock } from './lock.ts';

const ME = { who: 'ada from 203.0.113.5', what: 'onomancer setup', since: '2026-01-02T03:04:05.000Z' };

/** Another process that takes the lock and then does what it is told. */
function holder(path: string, then: string) {
  const code = `
    import { takeLock } from ${JSON.stringify(join(import.meta.dirname, 'lock.ts'))};
    import { exec } from ${JSON.stringify(join(import.meta.dirname, 'exec.ts'))};
    const lock = takeLock(${JSON.stringify(path)}, ${JSON.stringify(ME)}, () => {});
    ${then}
    console.log('held');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], { stdio: 'pipe' });
  const held = new Promise<void>((done, fail) => {
    child.stdout.once('data', () => done());
    child.once('exit', (status) => fail(new Error(`the holder ended with ${status}`)));
  });
  const ended = new Promise<void>((done) => void child.once('exit', () => done()));
  return { child, held, ended };
}

describe('the lock', () => {
  let directory: string;
  let path: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'onomancer-lock-'));
    path = join(directory, 'lock');
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('is free again after it was released', () => {
    takeLock(path, ME, () => undefined).release();
    takeLock(path, ME, () => undefined).release();
  });

  it('names who holds it', async () => {
    const other = holder(path, '');
    await other.held;
    expect(() => takeLock(path, ME, () => undefined)).toThrow(
      expect.objectContaining({
        code: 'LOCK_HELD',
        facts: { who: ME.who, what: ME.what, since: ME.since, pid: other.child.pid },
      }),
    );
    other.child.kill('SIGKILL');
    await other.ended;
  });

  it('dies with its process, also with kill -9', async () => {
    const other = holder(path, '');
    await other.held;
    other.child.kill('SIGKILL');
    await other.ended;
    takeLock(path, ME, () => undefined).release();
  });

  it('waits for a command that a killed run left at work', async () => {
    const other = holder(
      path,
      `void exec({ argv: ['sleep', '1'], limitSeconds: 5 }, { holding: lock.fd });
       await new Promise((done) => setTimeout(done, 200));`,
    );
    await other.held;
    other.child.kill('SIGKILL');
    await other.ended;
    const said: string[] = [];
    takeLock(path, ME, (line) => said.push(line)).release();
    expect(said).toEqual([expect.stringContaining('a command that it started is still at work')]);
  });
});

/** The letter of proc_pid_stat(5), or a dash when there is no such process: nobody may have collected a dead one yet. */
function stateOf(pid: string): string {
  const path = `/proc/${pid}/stat`;
  return existsSync(path) ? (readFileSync(path, 'utf8').split(') ')[1]?.[0] ?? '?') : '-';
}

describe('exec', () => {
  it('gives no shell, hardly any environment, and what the program said', async () => {
    process.env['ONOMANCER_CANARY'] = 'x';
    const answer = await exec(
      { argv: ['sh', '-c', 'cat; env; echo oops >&2; exit 3'], limitSeconds: 5 },
      { input: 'in\n' },
    );
    delete process.env['ONOMANCER_CANARY'];
    expect(answer).toMatchObject({ exitCode: 3, stderr: 'oops\n' });
    expect(answer.stdout).toMatch(/^in\n/);
    expect(answer.stdout).not.toContain('ONOMANCER_CANARY');
    const literal = await exec({ argv: ['echo', '$HOME;', '*'], limitSeconds: 5 });
    expect(literal.stdout).toBe('$HOME; *\n');
  });

  it('ends what takes too long, with everything that it started', async () => {
    const answer = await exec({ argv: ['sh', '-c', 'sleep 60 & echo $!; wait'], limitSeconds: 0.3 });
    expect(answer.exitCode).toBe(124);
    expect(answer.stderr).toContain('took longer than 0.3 s');
    expect(stateOf(answer.stdout.trim())).toMatch(/^[ZX-]$/);
  });

  it('says when there is no such program', async () => {
    expect(await exec({ argv: ['no-such-program-anywhere'], limitSeconds: 5 })).toMatchObject({ exitCode: 127 });
  });
});
