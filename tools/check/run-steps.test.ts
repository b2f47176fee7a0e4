import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommand, runSteps, type StepResult } from './run-steps.ts';
import type { Step } from './steps.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'run-steps-'));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const node = (name: string, code: string, more: Partial<Step> = {}): Step => ({
  name,
  about: name,
  command: [process.execPath, '-e', code],
  ...more,
});

async function run(...steps: Step[]): Promise<readonly StepResult[]> {
  return await runSteps(steps, { root, parallel: 2, tell: () => {} });
}

function isAlive(pid: number): boolean {
  try {
    // A process that has ended but was not yet collected by its parent still answers; its state says so.
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

const outcomes = (results: readonly StepResult[]) => results.map(({ name, outcome }) => `${name} ${outcome}`);

describe('the steps of the check', () => {
  it('all run, also after one failed, and are told in the order of the list', async () => {
    const results = await run(
      node('slow', 'setTimeout(() => {}, 100)'),
      node('bad', 'process.exit(3)'),
      node('good', ''),
    );
    expect(outcomes(results)).toEqual(['slow passed', 'bad failed', 'good passed']);
  });

  it('keep everything that they print, from both outputs', async () => {
    const [result] = await run(node('loud', "console.log('out'); console.error('err'); process.exit(1)"));
    expect(result?.output).toContain('out');
    expect(result?.output).toContain('err');
  });

  it('fail when their program is not there', async () => {
    const [result] = await run({ name: 'gone', about: '', command: ['no-such-program-anywhere'] });
    expect(result?.outcome).toBe('failed');
    expect(result?.output).toContain('no-such-program-anywhere');
  });

  it('fail when they are killed', async () => {
    const [result] = await run(node('killed', "process.kill(process.pid, 'SIGKILL')"));
    expect(result?.outcome).toBe('failed');
    expect(result?.output).toContain('SIGKILL');
  });

  it('are ended with everything that they started when they do not end', async () => {
    const child = "require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])";
    const code = `console.log(${child}.pid); setInterval(() => {}, 1000)`;
    const { exitCode, output } = await runCommand(root, [process.execPath, '-e', code], 1500);
    expect(exitCode).not.toBe(0);
    expect(output).toContain('It did not end within 1.5 seconds');
    await expect.poll(() => isAlive(Number.parseInt(output, 10)), { timeout: 5000 }).toBe(false);
  });

  it('fail when their green output is doubted', async () => {
    const doubt = (output: string) => (output.includes('0 files') ? 'it looked at nothing' : null);
    const results = await run(
      node('blind', "console.log('0 files')", { doubt }),
      node('seeing', "console.log('9')", { doubt }),
    );
    expect(outcomes(results)).toEqual(['blind failed', 'seeing passed']);
    expect(results[0]?.output).toContain('it looked at nothing');
  });

  it('are skipped with a reason, without running', async () => {
    const [result] = await run(node('absent', 'process.exit(1)', { skip: () => 'not installed' }));
    expect(result).toEqual({ name: 'absent', outcome: 'skipped', seconds: 0, output: 'not installed' });
  });

  it('that want to be alone run when nothing else does, one by one', async () => {
    const log = join(root, 'log');
    const trace = (name: string) =>
      `const fs = require('node:fs'); const say = (what) => fs.appendFileSync(${JSON.stringify(log)}, what + '\\n');
       say('${name} starts'); setTimeout(() => say('${name} ends'), 60)`;
    const alone = { isAlone: true };
    await run(node('t1', trace('t1'), alone), node('a', trace('a')), node('t2', trace('t2'), alone));
    expect(readFileSync(log, 'utf8').trim().split('\n')).toEqual([
      'a starts',
      'a ends',
      't1 starts',
      't1 ends',
      't2 starts',
      't2 ends',
    ]);
  });
});
