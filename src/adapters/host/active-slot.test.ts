import { mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { liveSlot } from './active-slot.ts';

describe('the live slot', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'onomancer-slot-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('is the one that the link leads to, also after a swap', () => {
    const blue = liveSlot(join(dir, 'blue.sock'));
    const green = liveSlot(join(dir, 'green.sock'));
    symlinkSync('blue.sock', join(dir, 'current.sock'));
    expect([blue(), green()]).toEqual([true, false]);
    symlinkSync(join(dir, 'green.sock'), join(dir, 'next'));
    renameSync(join(dir, 'next'), join(dir, 'current.sock'));
    expect([blue(), green()]).toEqual([false, true]);
  });

  it('is whoever asks where there are no slots', () => {
    expect(liveSlot(null)()).toBe(true);
    expect(liveSlot(join(dir, 'bot.sock'))()).toBe(true);
    writeFileSync(join(dir, 'current.sock'), '');
    expect(liveSlot(join(dir, 'bot.sock'))()).toBe(true);
    expect(liveSlot(join(dir, 'current.sock'))()).toBe(true);
  });
});
