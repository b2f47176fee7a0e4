import { createHash } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fixedClock } from '../../shared/clock.ts';
import { openOperationsLog } from './operations-log.ts';

const IDENTITY = { run: 'abcd1234', who: 'ada from 203.0.113.5', version: '1.2.3' };

describe('the log of operations', () => {
  let directory: string;
  let path: string;
  const clock = fixedClock('2026-01-02T03:04:05.000Z');
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'onomancer-log-'));
    path = join(directory, 'deep', 'operations.jsonl');
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('says who did what when, one JSON object a line, each with the hash of the line before it', () => {
    const log = openOperationsLog(path, IDENTITY, clock);
    log.append({ what: 'run-began', verb: 'setup' });
    log.append({ what: 'step-done', verb: 'setup', step: 'ssh', changes: 2, tookMs: 900 });
    const again = openOperationsLog(path, { ...IDENTITY, run: 'ffff0000' }, clock);
    again.append({ what: 'run-began', verb: 'setup' });
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    const entries = lines.map((line) => JSON.parse(line) as { readonly previous: string });
    expect(entries[1]).toMatchObject({ at: '2026-01-02T03:04:05.000Z', ...IDENTITY, what: 'step-done', step: 'ssh' });
    const hashes = lines.map((line) => createHash('sha256').update(line).digest('hex'));
    expect(entries.map(({ previous }) => previous)).toEqual(['0'.repeat(64), hashes[0], hashes[1]]);
  });

  it('goes on in a line of its own after a power cut in the middle of one', () => {
    openOperationsLog(path, IDENTITY, clock).append({ what: 'run-began', verb: 'setup' });
    appendFileSync(path, '{"at":"2026-01-02T03:0');
    openOperationsLog(path, IDENTITY, clock).append({ what: 'run-began', verb: 'setup' });
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    expect(JSON.parse(lines[2] ?? '')).toMatchObject({ what: 'run-began' });
  });
});
