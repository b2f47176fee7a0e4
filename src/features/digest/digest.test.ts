import { describe, expect, it } from 'vitest';
import {
  BIG_DIGEST_WORKSPACE,
  BUILDS_SEEN,
  DEPLOYMENTS,
  DIGEST_WORKSPACE,
  EMPTY_WORKSPACE,
  HOSTILE_DIGEST_WORKSPACE,
  MOVEMENTS,
  NASTY_MEMORY,
  PULL_REQUESTS,
  QUIET_WORKSPACE,
} from '../../../test/fakes/digest-workspace.ts';
import { featurePorts, request } from '../../../test/fakes/feature-ports.ts';
import { limitProblems, replyText } from '../../../test/fakes/reply-text.ts';
import type { Workspace } from '../../../test/fakes/workspace.ts';
import { READER_NAMES } from '../../shared/digest-plan.ts';
import { digest } from './digest.command.ts';

function portsOf(workspace: Workspace, memory: 'usual' | 'none' | 'nasty' = 'usual') {
  const ports = featurePorts(workspace);
  if (memory === 'usual') {
    ports.movements.all.push(...MOVEMENTS);
    ports.codeWork.prs.push(...PULL_REQUESTS);
    ports.codeWork.deployed.push(...DEPLOYMENTS);
    ports.codeWork.built.push(...BUILDS_SEEN);
  }
  if (memory === 'nasty') {
    ports.codeWork.prs.push(...NASTY_MEMORY.prs);
    ports.codeWork.deployed.push(...NASTY_MEMORY.deployed);
    ports.codeWork.built.push(...NASTY_MEMORY.built);
  }
  return ports;
}

const ask = async (ports: ReturnType<typeof portsOf>, audience: string, kind = 'weekly') =>
  digest.run(ports, request({ kind, audience }));
const golden = async (text: string, name: string) => expect(text).toMatchFileSnapshot(`./golden/${name}.txt`);

describe.each(READER_NAMES)('the digest for %s', (reader) => {
  it('tells a usual week in their words', async () => {
    const reply = await ask(portsOf(DIGEST_WORKSPACE), reader);
    expect(limitProblems(reply)).toEqual([]);
    await golden(replyText(reply), `${reader}-weekly`);
  });

  it('tells a usual day', async () => {
    await golden(replyText(await ask(portsOf(DIGEST_WORKSPACE), reader, 'daily')), `${reader}-daily`);
  });

  it('is short where there is nothing', async () => {
    await golden(replyText(await ask(portsOf(EMPTY_WORKSPACE, 'none'), reader)), `${reader}-empty`);
  });

  it('keeps to the limits with 300 changed issues', async () => {
    const reply = await ask(portsOf(BIG_DIGEST_WORKSPACE), reader);
    expect(limitProblems(reply)).toEqual([]);
    await golden(replyText(reply), `${reader}-large`);
  });

  it('shows hostile names as text, within the limits', async () => {
    const reply = await ask(portsOf(HOSTILE_DIGEST_WORKSPACE, 'nasty'), reader);
    expect(limitProblems(reply)).toEqual([]);
    const text = replyText({ ...reply, pictures: [] });
    expect(text).not.toMatch(/@everyone|[^\\]<@1>|javascript:|file:|\u202E|[^\\]```/);
    await golden(text, `${reader}-hostile`);
  });
});

describe('a digest', () => {
  it('never says that all is well when Linear could not be asked', async () => {
    const ports = portsOf(DIGEST_WORKSPACE);
    ports.tracker.failWith('LINEAR_UNREACHABLE');
    await golden(replyText(await ask(ports, 'leadership')), 'without-linear');
    for (const reader of READER_NAMES) expect(replyText(await ask(ports, reader)), reader).not.toMatch(/[Nn]othing/);
  });

  it('says from when it is when Linear only had an old answer', async () => {
    const ports = portsOf(DIGEST_WORKSPACE);
    ports.tracker.goStale('2026-08-12T06:00:00Z');
    const reply = await ask(ports, 'leadership');
    expect(reply.cards?.[0]?.text).toContain('⚠️ Linear is not answering; this is from <t:');
    expect(reply.cards?.[0]?.tone).not.toBe('good');
  });

  it('of a quiet day still says what is at risk', async () => {
    await golden(replyText(await ask(portsOf(QUIET_WORKSPACE, 'none'), 'leadership', 'daily')), 'quiet');
  });

  it('does not tell as done what is open again', async () => {
    const ports = portsOf(DIGEST_WORKSPACE, 'none');
    const [seen] = MOVEMENTS;
    if (seen) ports.movements.all.push({ ...seen, move: 'done' });
    expect(replyText(await ask(ports, 'developers'))).not.toMatch(/✅ Done\n.*ENG-3/);
  });
});
