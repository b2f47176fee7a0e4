import { describe, expect, it } from 'vitest';
import { BUILDS_SEEN, NASTY_MEMORY } from '../../../test/fakes/digest-workspace.ts';
import { featurePorts, pressing, request, typing } from '../../../test/fakes/feature-ports.ts';
import { limitProblems, replyText } from '../../../test/fakes/reply-text.ts';
import { SAMPLE } from '../../../test/fakes/sample-workspaces.ts';
import type { Build } from '../../ports/code-work.ts';
import { buildStatusCommand } from './build-status.command.ts';

function portsWith(built: readonly Build[]) {
  const ports = featurePorts(SAMPLE);
  ports.codeWork.built.push(...built);
  return ports;
}

const ask = async (built: readonly Build[], project?: string) =>
  buildStatusCommand.run(portsWith(built), request(project === undefined ? {} : { project }));
const golden = async (text: string, name: string) => expect(text).toMatchFileSnapshot(`./golden/${name}.txt`);

describe('/build-status', () => {
  it('shows failures first, on the main branches', async () => {
    const reply = await ask(BUILDS_SEEN);
    expect(limitProblems(reply)).toEqual([]);
    await golden(replyText(reply), 'typical');
  });

  it('shows one project by the part of its name that people use', async () => {
    await golden(replyText(await ask(BUILDS_SEEN, 'docs')), 'one-project');
  });

  it('says that nothing was reported, and what comes close to a project', async () => {
    await golden(
      [await ask([]), await ask(BUILDS_SEEN, 'shp'), await ask(BUILDS_SEEN, 'zzz')].map(replyText).join('\n\n'),
      'none',
    );
  });

  it('shows a workflow that never ran on a main branch by its newest branch', async () => {
    const [first] = BUILDS_SEEN;
    if (!first) return;
    expect(replyText(await ask([{ ...first, branch: 'feature' }]))).toContain('passed on feature');
  });

  it('keeps to the limits with many workflows and hostile names', async () => {
    const many = Array.from({ length: 200 }, (_, index) =>
      NASTY_MEMORY.built.map((one) => ({ ...one, name: `${index} ${one.name}`, buildId: `${index} ${one.buildId}` })),
    ).flat();
    const reply = await ask(many);
    expect(limitProblems(reply)).toEqual([]);
    expect(replyText({ ...reply, pictures: [] })).not.toMatch(/@everyone|[^\\]<@1>|javascript:|\u202E|[^\\]```/);
  });

  it('looks again by its button, and suggests the repositories it heard of', async () => {
    const ports = portsWith(BUILDS_SEEN);
    expect(await buildStatusCommand.press?.(ports, pressing('again:acme/docs'))).toEqual(
      await ask(BUILDS_SEEN, 'docs'),
    );
    expect(await buildStatusCommand.suggest?.(ports, typing('project', 'sho'))).toEqual([
      { name: 'acme/shop', value: 'acme/shop' },
    ]);
  });
});
