import { describe, expect, it } from 'vitest';
import { DEPLOYMENTS, NASTY_MEMORY, PULL_REQUESTS } from '../../../test/fakes/digest-workspace.ts';
import { featurePorts, pressing, request } from '../../../test/fakes/feature-ports.ts';
import { limitProblems, replyText } from '../../../test/fakes/reply-text.ts';
import { SAMPLE } from '../../../test/fakes/sample-workspaces.ts';
import type { Deployment, PullRequest } from '../../ports/code-work.ts';
import { preview } from './preview.command.ts';

function portsWith(deployed: readonly Deployment[], prs: readonly PullRequest[] = PULL_REQUESTS) {
  const ports = featurePorts(SAMPLE);
  ports.codeWork.deployed.push(...deployed);
  ports.codeWork.prs.push(...prs);
  return ports;
}

const ask = async (ports: ReturnType<typeof portsWith>, issue = 'eng-3') => preview.run(ports, request({ issue }));
const golden = async (replies: readonly Awaited<ReturnType<typeof ask>>[], name: string) =>
  expect(replies.map(replyText).join('\n\n')).toMatchFileSnapshot(`./golden/${name}.txt`);
const [production, ready] = DEPLOYMENTS as readonly [Deployment, Deployment];
const later = (more: Partial<Deployment>): Deployment => ({
  ...ready,
  deploymentId: 'd9',
  updatedAt: new Date('2026-08-12T09:50:00Z'),
  ...more,
});

describe('/preview', () => {
  it('leads to what can be looked at', async () => {
    await golden([await ask(portsWith(DEPLOYMENTS))], 'ready');
  });

  it('says that it failed, with its log, and that an earlier one is still there', async () => {
    await golden(
      [
        await ask(portsWith([ready, later({ state: 'failed', url: null })])),
        await ask(portsWith([later({ state: 'failed', url: null })])),
      ],
      'failed',
    );
  });

  it('says that it is being built', async () => {
    await golden([await ask(portsWith([later({ state: 'building', url: null })]))], 'building');
  });

  it('says why there is none, and what to do', async () => {
    await golden(
      [
        await ask(portsWith([], [])),
        await ask(portsWith([production], [])),
        await ask(portsWith([production])),
        await ask(portsWith([production]), 'ENG-1'),
      ],
      'none',
    );
  });

  it('names what comes close to an issue that does not exist', async () => {
    expect(replyText(await ask(portsWith(DEPLOYMENTS), 'refund'))).toContain('Refund a payment');
  });

  it('shows what we remember while Linear cannot be asked', async () => {
    const ports = portsWith(DEPLOYMENTS);
    ports.tracker.failWith('LINEAR_UNREACHABLE');
    await golden([await ask(ports)], 'without-linear');
    await expect(ask(ports, 'refund')).rejects.toMatchObject({ code: 'LINEAR_UNREACHABLE' });
  });

  it('shows hostile names as text, within the limits', async () => {
    const { deployed, prs } = NASTY_MEMORY;
    const many = deployed.flatMap((one) => [
      one,
      { ...one, environment: 'preview' as const, state: 'failed' as const, deploymentId: `x${one.deploymentId}` },
    ]);
    const reply = await ask(portsWith(many, prs));
    expect(limitProblems(reply)).toEqual([]);
    expect(replyText(reply)).not.toMatch(/@everyone|[^\\]<@1>|javascript:|file:|\u202E|[^\\]```/);
  });

  it('looks again by its button', async () => {
    const ports = portsWith(DEPLOYMENTS);
    expect(await preview.press?.(ports, pressing('again:ENG-3'))).toEqual(await ask(ports));
  });
});
