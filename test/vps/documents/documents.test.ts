import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { blocksOf, commandsOf, DOCUMENTS } from './document-blocks.ts';
import { HOW_IT_IS_RUN } from './how-it-is-run.ts';

const RUNBOOK = 'docs/deployment/runbooks/deployment-runbook.md';

describe.each(DOCUMENTS)('%s', (document) => {
  it('has no command of which nobody has said how it is run', () => {
    const blocks = blocksOf(document).filter(({ language }) => language === 'bash');
    const found = new Set([...blocks.map(({ lines }) => lines[0] ?? ''), ...commandsOf(document)]);
    const known = Object.keys(HOW_IT_IS_RUN[document] ?? {});
    expect([...found].toSorted()).toEqual(known.toSorted());
  });

  it('says of each block what it is', () => {
    const known = ['bash', 'text', 'yaml'];
    expect(blocksOf(document).filter(({ language }) => !known.includes(language))).toEqual([]);
  });
});

interface Workflow {
  readonly on: { readonly workflow_dispatch: { readonly inputs: Record<string, Record<string, unknown>> } };
  readonly concurrency: Record<string, unknown>;
  readonly permissions: Record<string, unknown>;
  readonly jobs: Record<string, Record<string, unknown> & { readonly steps: readonly Record<string, unknown>[] }>;
}

/**
 * The keys that GitHub knows, of those that are used:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
 */
const KEYS = {
  workflow: ['name', 'on', 'concurrency', 'permissions', 'jobs'],
  input: ['description', 'required', 'type'],
  job: ['runs-on', 'environment', 'timeout-minutes', 'steps'],
  step: ['uses', 'with', 'name', 'env', 'run'],
} as const;
const strangers = (value: object, known: readonly string[]): readonly string[] =>
  Object.keys(value).filter((key) => !known.includes(key));

describe('the workflow for GitHub Actions', () => {
  const [block] = blocksOf(RUNBOOK).filter(({ language }) => language === 'yaml');
  const workflow = parse(block?.lines.join('\n') ?? '') as Workflow;
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps);
  const { inputs } = workflow.on.workflow_dispatch;

  it('has only keys that GitHub knows, each in its place', () => {
    expect(strangers(workflow, KEYS.workflow)).toEqual([]);
    expect(Object.values(inputs).flatMap((input) => strangers(input, KEYS.input))).toEqual([]);
    expect(jobs.flatMap((job) => strangers(job, KEYS.job))).toEqual([]);
    expect(steps.flatMap((step) => strangers(step, KEYS.step))).toEqual([]);
    expect(workflow.concurrency).toEqual({ group: 'deploy', 'cancel-in-progress': false });
    expect(workflow.permissions).toEqual({ contents: 'read' });
    for (const step of steps) expect('uses' in step).not.toBe('run' in step);
  });

  it('takes actions of GitHub alone, each of a released major version', () => {
    const used = steps.flatMap(({ uses }) => (typeof uses === 'string' ? [uses] : []));
    expect(used.length).toBeGreaterThan(0);
    for (const action of used) expect(action).toMatch(/^actions\/[a-z-]+@v\d+$/);
  });

  it('never puts an expression into the shell, where its value would be run', () => {
    const scripts = steps.flatMap(({ run }) => (typeof run === 'string' ? [run] : []));
    expect(scripts.length).toBeGreaterThan(0);
    expect(scripts.filter((script) => script.includes('${{'))).toEqual([]);
  });

  it('gives its script every variable that it uses, from inputs that there are, and no secret as an argument', () => {
    for (const step of steps.filter((one) => typeof one['run'] === 'string')) {
      const script = step['run'] as string;
      const env = step['env'] as Record<string, string>;
      const used = [...script.matchAll(/\$\{?([A-Z_]+)/g)].map(([, name = '']) => name);
      expect([...new Set(used)].toSorted()).toEqual(Object.keys(env).toSorted());
      for (const value of Object.values(env)) {
        const [, kind = '', name = ''] = /^\$\{\{ (secrets|vars|inputs)\.([A-Za-z_]+) \}\}$/.exec(value) ?? [];
        expect(kind === 'inputs' ? Object.keys(inputs) : [name]).toContain(name);
        expect(name).not.toBe('');
      }
      const last = script.trim().split('\n').at(-1) ?? '';
      expect(last).toBe('bin/onomancer deploy --host "$HOST" --version "$VERSION"');
    }
  });
});
