import { describe, expect, it } from 'vitest';
import { MAX_STARTS, parseStarts, type Starts, startsFile, withStart } from './starts.ts';

const START = Date.parse('2026-11-26T01:00:00.000Z');
const at = (seconds: number): Date => new Date(START + seconds * 1_000);

/** As PM2 starts one that lives so long: 0.1 s after its end, then half as long again each time, up to 15 s. */
function loop(livesSeconds: number, count: number): { readonly starts: Starts; readonly seconds: number } {
  let starts: Starts | null = null;
  let seconds = 0;
  let delay = 0.1;
  for (let number = 0; number < count; number += 1) {
    starts = withStart(starts, at(seconds));
    if (starts.gaveUpAt !== null) break;
    seconds += livesSeconds + delay;
    delay = Math.min(15, delay * 1.5);
  }
  return { starts: starts ?? { at: [], gaveUpAt: null }, seconds };
}

describe('a crash loop', () => {
  it('ends at its bound when every start fails at once', () => {
    const { starts, seconds } = loop(0.5, 100);
    expect(starts.at).toHaveLength(MAX_STARTS + 1);
    expect(starts.gaveUpAt).not.toBeNull();
    expect(Math.round(seconds)).toBe(154);
  });

  it('also ends when it does well for a moment each time', () => {
    expect(loop(30, 100).starts.gaveUpAt).not.toBeNull();
  });

  it('is none when it serves for a minute each time', () => {
    expect(loop(60, 1_000).starts.gaveUpAt).toBeNull();
  });

  it('is begun anew by who starts it again', () => {
    const gaveUp = loop(0.5, 100).starts;
    expect(withStart(gaveUp, at(1_000))).toEqual({ at: [at(1_000).toISOString()], gaveUpAt: null });
  });

  it('is counted from nothing when the file says nothing', () => {
    expect(['', '{', '{}', '[]', '{"at":[1]}', 'null'].map(parseStarts)).toEqual(Array(6).fill(null));
    const starts = withStart(null, at(0));
    expect(parseStarts(JSON.stringify(starts))).toEqual(starts);
  });

  it('is counted beside the socket of its slot', () => {
    expect(startsFile('/opt/devrel-integration/run/blue.sock')).toBe('/opt/devrel-integration/run/blue.starts.json');
  });
});
