import { mkdtempSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LineOutput } from './line-output.ts';

describe('an output of lines', () => {
  it('writes long lines whole and appends to what is there', () => {
    const dir = mkdtempSync(join(tmpdir(), 'lines-'));
    const path = join(dir, 'a', 'b.log');
    const failures: unknown[] = [];
    LineOutput.toFile(path, (error) => failures.push(error)).write('first\n');
    const long = `${'ü'.repeat(300_000)}\n`;
    LineOutput.toFile(path, (error) => failures.push(error)).write(long);
    expect(readFileSync(path, 'utf8')).toBe(`first\n${long}`);
    expect(failures).toEqual([]);
    rmSync(dir, { recursive: true });
  });

  it('begins a new line after one that the disk had room for only in part', () => {
    const dir = mkdtempSync(join(tmpdir(), 'lines-'));
    const path = join(dir, 'x.log');
    let room = 10;
    const tightDisk = (fd: number, bytes: Buffer, from: number): number => {
      if (room === 0) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
      const written = writeSync(fd, bytes, from, Math.min(room, bytes.length - from));
      room -= written;
      return written;
    };
    const failures: unknown[] = [];
    const output = LineOutput.toFile(path, (error) => failures.push(error), tightDisk);
    output.write('{"a":1}\n');
    output.write('{"b":2}\n');
    room = 100;
    output.write('{"c":3}\n');
    expect(readFileSync(path, 'utf8')).toBe('{"a":1}\n{"\n{"c":3}\n');
    expect(failures).toHaveLength(1);
    rmSync(dir, { recursive: true });
  });

  it('waits for a busy reader, gives up when that takes too long, and does not wait again until it reads', () => {
    const dir = mkdtempSync(join(tmpdir(), 'lines-'));
    const failures: unknown[] = [];
    let busy = 3;
    let asked = 0;
    const busyPipe = (_: number, bytes: Buffer): number => {
      asked += 1;
      busy -= 1;
      if (busy >= 0) throw Object.assign(new Error('again'), { code: 'EAGAIN' });
      return bytes.length;
    };
    const output = LineOutput.toFile(join(dir, 'x.log'), (error) => failures.push(error), busyPipe);
    output.write('a\n');
    expect(failures).toEqual([]);
    busy = Number.POSITIVE_INFINITY;
    output.write('b\n');
    expect(failures).toEqual([expect.objectContaining({ code: 'EAGAIN' })]);
    asked = 0;
    output.write('c\n');
    expect([asked, failures.length]).toEqual([1, 2]);
    busy = 0;
    output.write('d\n');
    expect(failures).toHaveLength(2);
    rmSync(dir, { recursive: true });
  });

  it('goes on with the old file when the new one cannot be opened, and says so', () => {
    const dir = mkdtempSync(join(tmpdir(), 'lines-'));
    const failures: unknown[] = [];
    const output = LineOutput.toFile(join(dir, 'x.log'), (error) => failures.push(error));
    rmSync(dir, { recursive: true });
    output.reopen();
    output.write('still here\n');
    expect(failures).toEqual([expect.objectContaining({ code: 'ENOENT' })]);
  });
});
