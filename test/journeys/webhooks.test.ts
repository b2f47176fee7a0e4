import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BotProcess } from '../../sandbox/bot-process.ts';
import { githubExample } from '../fakes/github-examples.ts';
import { linearIssue, SECRET, signed, vercelDeployment } from '../fakes/signed-webhooks.ts';
import { beginJourney, type Journey, stop, until } from './journey.ts';
import { addressOf, page } from './reading.ts';

const ROOT = join(import.meta.dirname, '../..');
const secret = SECRET.reveal();
let journey: Journey;
let bot: BotProcess;

beforeAll(async () => {
  const secrets = { LINEAR_WEBHOOK_SECRET: secret, GITHUB_WEBHOOK_SECRET: secret, VERCEL_WEBHOOK_SECRET: secret };
  journey = await beginJourney({}, secrets);
  bot = await journey.start();
});

afterAll(async () => journey.close());

async function post(sender: 'linear' | 'github' | 'vercel', raw: ReturnType<typeof signed>): Promise<string> {
  const headers = Object.entries(raw.headers).map(([name, value]): [string, string] => [name, String(value)]);
  const url = `${await addressOf(bot)}/webhooks/${sender}`;
  const answer = await fetch(url, { method: 'POST', headers, body: new Uint8Array(raw.body) });
  return `${answer.status} ${await answer.text()}`;
}

/** `onomancer …` as it stands in the runbook, with the words in capitals filled in. */
async function operator(line: string, words: Readonly<Record<string, string>> = {}): Promise<string> {
  const filled = Object.entries(words).reduce((text, [word, value]) => text.replace(word, value), line);
  const [program, verb, ...args] = filled.split(' ');
  expect([program, verb]).toEqual(['onomancer', 'events']);
  const entrance = join(ROOT, 'dist/events.js');
  const { stdout } = await promisify(execFile)(process.execPath, [entrance, ...args, '--data-dir', journey.dataDir]);
  return stdout;
}

const listed = async (state: string): Promise<number> => {
  const { events } = JSON.parse(await operator(`onomancer events list --state ${state} --json`)) as {
    events: object[];
  };
  return events.length;
};

describe('webhooks', () => {
  it('are acknowledged by the bot itself, kept, and handled', async () => {
    expect(await post('linear', signed('linear', linearIssue()))).toBe('200 {"status":"received"}');
    const pullRequest = signed('github', githubExample('pull_request', 'opened'));
    expect(await post('github', pullRequest)).toBe('200 {"status":"received"}');
    expect(await post('github', pullRequest)).toBe('200 {"status":"received before"}');
    expect(await post('vercel', signed('vercel', vercelDeployment()))).toBe('200 {"status":"received"}');
    await until('nothing waits', async () => (await listed('waiting')) === 0);
    expect((await listed('done')) + (await listed('ignored'))).toBe(3);
    const { text } = await page(bot, '/metrics');
    expect(text).toContain('onomancer_webhooks_total{sender="github",outcome="duplicate"} 1');
  });

  it('are refused without a word that helps when they are not genuine', async () => {
    const raw = signed('linear', linearIssue());
    const answer = await post('linear', { ...raw, headers: { ...raw.headers, 'linear-signature': 'a'.repeat(64) } });
    expect(answer).toMatch(
      /^401 \{"error":\{"code":"WEBHOOK_UNVERIFIED","message":"It could not be verified who sent this, or when\."/,
    );
    expect(answer).not.toContain(secret);
  });

  it('that were acknowledged are known after a kill, and none is lost', async () => {
    const before = (await listed('done')) + (await listed('ignored'));
    const all = Array.from({ length: 40 }, (_, n) =>
      signed('linear', linearIssue({}, { id: `issue-k${n}`, identifier: `ENG-${n + 1}` })),
    );
    const answers = await Promise.allSettled(
      all.map(async (raw, n) => {
        if (n === 30) bot.child.kill('SIGKILL');
        return (await post('linear', raw)).slice(0, 3);
      }),
    );
    await bot.exited;
    bot = await journey.start();
    const acknowledged = all.filter((_, n) => answers[n]?.status === 'fulfilled');
    for (const raw of acknowledged) expect(await post('linear', raw)).toBe('200 {"status":"received before"}');
    await until('nothing waits', async () => (await listed('waiting')) === 0);
    const after = (await listed('done')) + (await listed('ignored'));
    expect(after - before).toBeGreaterThanOrEqual(acknowledged.length);
  });
});

describe('the runbook “events are stuck”', () => {
  const text = readFileSync(join(ROOT, 'docs/deployment/runbooks/incident-response.md'), 'utf8');
  const section = text.slice(text.indexOf('## Events are stuck')).split(/\n## /)[0] ?? '';
  const lines = [...section.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) => block.trim().split('\n'));

  it('works as it stands there', async () => {
    const unreadable = linearIssue(
      { actor: { id: 'user-ada', type: 'user', name: 'Ada' } },
      { id: 'issue-x', team: null },
    );
    expect(await post('linear', signed('linear', unreadable))).toBe('200 {"status":"received"}');
    await until('one is dead', async () => (await listed('dead')) === 1);

    const [list, dead, show, grep, replay, replayAll, purge, ...more] = lines;
    expect(more).toEqual([]);
    expect(await operator(list ?? '')).toMatch(/^Nothing waits\. 1 dead letter\.\n/);
    const table = await operator(dead ?? '');
    const ID = /^(\d+) .* dead .*EVENT_UNREADABLE \(where: data\.team,/m.exec(table)?.[1] ?? '';
    const shown = await operator(show ?? '', { ID });
    expect(shown).toContain(`When the cause is mended: onomancer events replay ${ID}`);
    const REFERENCE = /reference +([0-9A-Z]{8})/.exec(shown)?.[1] ?? '';
    expect(grep).toBe('grep REFERENCE /var/log/devrel/onomancer.log');
    expect(bot.lines.some((line) => line.includes(REFERENCE) && line.includes('event.dead'))).toBe(true);

    expect(await operator(replay ?? '', { ID })).toBe('1 event is handled again.\n');
    await until('one is dead', async () => (await listed('dead')) === 1);
    expect(await operator(replayAll ?? '', { CODE: 'EVENT_UNREADABLE' })).toBe('1 event is handled again.\n');
    await until('one is dead', async () => (await listed('dead')) === 1);
    expect(await operator(purge ?? '')).toBe('0 events forgotten. Their senders’ ids stay known.\n');
  });

  it('is finished in order: the bot stops and hands over', async () => {
    const { code } = await stop(bot);
    expect(code).toBe(0);
  });
});
