import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startBotProcess } from '../../sandbox/bot-process.ts';
import { MAX_STARTS, parseStarts, type Starts } from '../../src/shared/starts.ts';
import { ensureBuilt } from '../../tools/build/ensure-built.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** Of a bot without settings, which ends at once; and of one that is not to be started again. */
const BAD_SETTINGS = 78;
const GAVE_UP = 76;

let home: string;

beforeAll(async () => {
  await ensureBuilt();
  home = mkdtempSync(join(tmpdir(), 'onomancer-loop-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function start(): Promise<{ readonly code: number | null; readonly said: string }> {
  const env = { BASE_DIR: home, SOCKET_PATH: join(home, 'blue.sock') };
  const { exited, lines } = startBotProcess({ entrance: join(ROOT, 'dist/bot.js'), env });
  const { code } = await exited;
  return { code, said: lines.join('\n') };
}

const startsPath = (): string => join(home, 'blue.starts.json');
const starts = (): Starts | null => parseStarts(readFileSync(startsPath(), 'utf8'));

it('ends at its bound, with a code that its keeper does not answer, and begins anew for who starts it again', async () => {
  expect((await start()).code).toBe(BAD_SETTINGS);
  expect(starts()?.at).toHaveLength(1);
  // The others, so that nobody has to wait for them.
  const at = Array.from({ length: MAX_STARTS }, (_, nth) => new Date(Date.now() - nth * 1_000).toISOString()).reverse();
  writeFileSync(startsPath(), JSON.stringify({ at, gaveUpAt: null }));
  const ended = await start();
  expect(ended).toEqual({
    code: GAVE_UP,
    said: `It was started ${MAX_STARTS} times within 20 minutes, so it is not started again.
Look why it ends: pm2 logs onomancer-bot --lines 50 --nostream. Then start it: pm2 restart onomancer-bot`,
  });
  expect(starts()?.gaveUpAt).not.toBeNull();
  expect((await start()).code).toBe(BAD_SETTINGS);
  expect(starts()).toEqual({ at: [expect.any(String)], gaveUpAt: null });
}, 30_000);
