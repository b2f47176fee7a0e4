import { mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { serverPaths } from '../../../shared/paths.ts';
import { lastLines } from './last-lines.ts';

const START = new Date('2026-11-26T02:00:00.000Z');
const line = (minute: number, event: string): string =>
  `{"level":"info","time":"2026-11-26T0${minute < 0 ? 1 : 2}:${String((minute + 60) % 60).padStart(2, '0')}:30.000Z","event":"${event}"}`;

describe('lastLines', () => {
  const paths = { ...serverPaths(), logDir: mkdtempSync(join(tmpdir(), 'last-lines-')) };
  const write = (kind: 'out' | 'error', lines: readonly string[], at = new Date('2026-11-26T02:10:00Z')): void => {
    const path = join(paths.logDir, `onomancer-bot.${kind}.log`);
    writeFileSync(path, `${lines.join('\n')}\n`);
    utimesSync(path, at, at);
  };

  it('shows complaints first, and nothing of before the start', () => {
    write('out', [line(-2, 'old'), line(1, 'new.start'), line(2, 'new.end')]);
    write('error', [
      line(-3, 'old'),
      '    at old (bot.js:1)',
      line(-1, 'old'),
      line(1, 'Broken'),
      '    at new (bot.js:2)',
    ]);
    expect(lastLines(paths, START)).toEqual([
      line(1, 'Broken'),
      '    at new (bot.js:2)',
      line(1, 'new.start'),
      line(2, 'new.end'),
    ]);
  });

  it('shows what is printed before there is a log', () => {
    write('out', []);
    write('error', [line(-1, 'old'), 'Error: broken on purpose', '    at bot.js:1']);
    // The stack of an old line cannot be told from it; it is better to show one line too many.
    expect(lastLines(paths, START)).toEqual(['Error: broken on purpose', '    at bot.js:1']);
  });

  it('shows nothing of a file that nobody has written to since', () => {
    write('out', []);
    write('error', ['Error: of yesterday', '    at bot.js:1'], new Date('2026-11-25T12:00:00Z'));
    expect(lastLines(paths, START)).toEqual([]);
  });

  it('shows the last twelve of each', () => {
    write(
      'out',
      Array.from({ length: 20 }, (_, number) => line(number, `event.${number}`)),
    );
    write('error', []);
    const shown = lastLines(paths, START);
    expect(shown).toHaveLength(12);
    expect(shown.at(-1)).toContain('event.19');
  });
});
