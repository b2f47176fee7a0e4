import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { observeSteps } from '../facts/observe.ts';
import { makePlan } from '../plans/plan.ts';
import type { StepOutcome } from '../steps/outcome.ts';
import { asking, doing, type FileResource, type Step } from '../steps/step.ts';
import type { OperationEntry } from './operations-log.ts';
import { runPlan } from './run-plan.ts';

const who = (flag: string): string => execFileSync('id', [flag], { encoding: 'utf8' }).trim();
const ME = { owner: who('-un'), group: who('-gn') };
const BASE = { title: 'A step', checks: 'things', undo: 'by hand' };

describe('a run', () => {
  let directory: string;
  let logged: OperationEntry[];
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'onomancer-run-'));
    logged = [];
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const at = (name: string): string => join(directory, name);
  const file = (name: string, content: string): FileResource => ({
    kind: 'file',
    path: at(name),
    content,
    mode: 0o640,
    ...ME,
  });

  async function run(steps: readonly Step[]): Promise<readonly StepOutcome[]> {
    const unfinishedDir = at('unfinished');
    const unfinished = existsSync(unfinishedDir) ? readdirSync(unfinishedDir) : [];
    const plan = makePlan(steps, await observeSteps(steps), unfinished);
    return runPlan(plan, {
      verb: 'setup',
      log: { append: (entry) => void logged.push(entry) },
      lockFd: 2,
      keepDir: at('kept'),
      unfinishedDir,
      deadManDir: at('dead-man'),
      began: () => undefined,
      ended: () => undefined,
      nowMs: () => performance.now(),
    });
  }

  const kinds = (outcomes: readonly StepOutcome[]): readonly string[] => outcomes.map(({ kind }) => kind);

  it('does what differs, and nothing the second time', async () => {
    const step: Step = {
      ...BASE,
      id: 'all',
      resources: [
        { kind: 'directory', path: at('d'), mode: 0o700, ...ME },
        file('d/f', 'new\n'),
        { kind: 'link', path: at('l'), target: 'd/f' },
        { kind: 'lines', path: at('lines'), lines: ['two'], mode: 0o600, ...ME },
        { kind: 'absent', path: at('gone') },
        {
          kind: 'condition',
          title: 'there is a mark',
          probe: asking('cat', at('mark')),
          wants: { stdout: 'yes' },
          change: [doing('cp', at('source'), at('mark'))],
        },
      ],
      activate: [doing('touch', at('activated'))],
    };
    writeFileSync(at('source'), 'yes\n');
    writeFileSync(at('lines'), 'one');
    writeFileSync(at('gone'), 'old');
    expect(kinds(await run([step]))).toEqual(['done']);
    expect(readFileSync(at('l'), 'utf8')).toBe('new\n');
    expect(statSync(at('d/f')).mode & 0o777).toBe(0o640);
    expect(readFileSync(at('lines'), 'utf8')).toBe('one\ntwo\n');
    expect(readdirSync(at('kept')).filter((name) => name.endsWith('%gone'))).toHaveLength(1);
    rmSync(at('activated'));
    expect(kinds(await run([step]))).toEqual(['unchanged']);
    expect(existsSync(at('activated'))).toBe(false);
    chmodSync(at('d/f'), 0o777);
    expect(kinds(await run([step]))).toEqual(['done']);
  });

  it('activates again what an earlier run changed and did not activate', async () => {
    const step: Step = { ...BASE, id: 'x', resources: [file('f', 'a\n')], activate: [doing('cat', at('missing'))] };
    expect(kinds(await run([step]))).toEqual(['failed']);
    expect(readdirSync(at('unfinished'))).toEqual(['x']);
    writeFileSync(at('missing'), '');
    expect(kinds(await run([step]))).toEqual(['done']);
    expect(readdirSync(at('unfinished'))).toEqual([]);
    expect(kinds(await run([step]))).toEqual(['unchanged']);
  });

  it('puts the files back when what they say is not valid', async () => {
    writeFileSync(at('f'), 'good\n');
    const step: Step = {
      ...BASE,
      id: 'x',
      resources: [file('f', 'bad\n'), file('g', 'bad\n'), { kind: 'link', path: at('l'), target: 'f' }],
      validate: [doing('grep', 'good', at('f'))],
      activate: [doing('touch', at('activated'))],
    };
    const [outcome] = await run([step]);
    expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'COMMAND_FAILED' } });
    expect(readFileSync(at('f'), 'utf8')).toBe('good\n');
    expect(['g', 'l', 'activated'].filter((name) => existsSync(at(name)))).toEqual([]);
  });

  it('does in the same run what only comes to light during it', async () => {
    const lists = at('lists');
    const step: Step = {
      ...BASE,
      id: 'update',
      resources: [
        {
          kind: 'condition',
          title: 'lists',
          probe: asking('test', '-e', lists),
          wants: { exitCode: 0 },
          change: [doing('touch', lists, at('outdated'))],
        },
        {
          kind: 'condition',
          title: 'upgraded',
          probe: asking('ls', directory),
          wants: { lacks: /outdated/ },
          change: [doing('rm', at('outdated'))],
        },
      ],
    };
    expect(await run([step])).toMatchObject([{ kind: 'done', changes: ['lists', 'upgraded'] }]);
  });

  it('says when a change has no effect, and ends there', async () => {
    const useless: Step = {
      ...BASE,
      id: 'useless',
      resources: [
        {
          kind: 'condition',
          title: 'pigs fly',
          probe: asking('echo', 'no'),
          wants: { stdout: 'yes' },
          change: [doing('true')],
        },
      ],
    };
    const after: Step = { ...BASE, id: 'after', resources: [file('f', 'x\n')] };
    const outcomes = await run([useless, after]);
    expect(outcomes).toMatchObject([
      { kind: 'failed', error: { code: 'STEP_HAS_NO_EFFECT', facts: { what: 'pigs fly', found: 'no' } } },
    ]);
    expect(existsSync(at('f'))).toBe(false);
  });

  it('goes on after a step that one can do without', async () => {
    const broken: Step = {
      ...BASE,
      id: 'b',
      resources: [file('f', '')],
      activate: [doing('false')],
      goOnWithout: 'try later',
    };
    const after: Step = { ...BASE, id: 'after', resources: [file('g', 'x\n')] };
    expect(kinds(await run([broken, after]))).toEqual(['failed', 'done']);
  });

  it('verifies also what was right already, and is patient with what has just started', async () => {
    const slow: Step = {
      ...BASE,
      id: 'slow',
      resources: [],
      verify: [
        {
          title: 'there',
          probe: asking('cat', at('late')),
          wants: { setting: 'answer', value: '42' },
          hint: 'wait',
          patienceSeconds: 5,
        },
      ],
    };
    setTimeout(() => writeFileSync(at('late'), 'other 1\nanswer 42\n'), 300);
    expect(kinds(await run([slow]))).toEqual(['unchanged']);
    writeFileSync(at('late'), 'answer 41\n');
    const [outcome] = await run([
      { ...slow, verify: slow.verify?.map((one) => ({ ...one, patienceSeconds: 0 })) ?? [] },
    ]);
    expect(outcome).toMatchObject({
      error: { code: 'VERIFY_FAILED', facts: { wanted: '“answer 42”', found: '“answer 41”' } },
    });
  });

  it('never removes a directory that stands in the way', async () => {
    const step: Step = { ...BASE, id: 'x', resources: [{ kind: 'link', path: directory, target: 'x' }] };
    expect(await run([step])).toMatchObject([{ kind: 'failed', error: { code: 'PATH_OCCUPIED' } }]);
    expect(existsSync(directory)).toBe(true);
  });

  it('logs what it does as it does it, without contents', async () => {
    await run([{ ...BASE, id: 'x', resources: [file('f', 'secret words\n')] }]);
    expect(logged.map(({ what }) => what)).toEqual(['step-began', 'changed', 'step-done']);
    expect(JSON.stringify(logged)).not.toContain('secret words');
  });
});
