import { setTimeout as wait } from 'node:timers/promises';
import type { Box } from '../box/box.ts';
import type { Login } from '../box/ssh.ts';
import { ADDRESSES } from '../lab/addresses.ts';
import type { Visitor } from '../visitor/visitor.ts';
import { expecting, type Verdict, wrong } from './stage.ts';

const BAN_WITHIN_MS = 10_000;
const SSH_PORT = 22;

/** Somebody guesses three times and is let in never; after the third time the port is shut for them. */
export async function isBannedAfter3(box: Box, visitor: Visitor, login: Login & { from: string }): Promise<Verdict> {
  const said: string[] = [];
  for (let tries = 0; tries < 3; tries += 1) {
    const { code, err } = await box.ssh('id', login, { timeoutMs: 12_000 });
    said.push(err.trim().split('\n').at(-1) ?? '');
    if (code === 0) return wrong('it was let in');
  }
  const startedAt = performance.now();
  let state = 'open';
  while (state === 'open' && performance.now() - startedAt < BAN_WITHIN_MS) {
    state = await visitor.do('port', ADDRESSES.box, SSH_PORT, login.from);
    if (state === 'open') await wait(100);
  }
  const took = `${((performance.now() - startedAt) / 1_000).toFixed(1)} s after the third`;
  return expecting(state !== 'open', state === 'open' ? `not banned; told: ${said.join(' | ')}` : `${state}, ${took}`);
}
