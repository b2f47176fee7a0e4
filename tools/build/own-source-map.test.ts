import { SourceMap, type SourceMapPayload } from 'node:module';
import { encode } from '@jridgewell/sourcemap-codec';
import { describe, expect, it } from 'vitest';
import { ownSourceMap } from './own-source-map.ts';

/** One generated line per entry: a file of ours, of a package, of ours again. */
const MIXED = JSON.stringify({
  version: 3,
  sources: ['../src/a.ts', '../node_modules/pkg/index.js', '../src/b.ts'],
  names: ['somebody'],
  mappings: encode([
    [
      [0, 0, 0, 0],
      [4, 0, 2, 3],
    ],
    [
      [0, 1, 42, 3],
      [9, 1, 43, 4],
    ],
    [],
    [[2, 2, 10, 5]],
  ]),
});

describe('the source map of the bundle', () => {
  const map = new SourceMap(JSON.parse(ownSourceMap(MIXED)) as SourceMapPayload);
  const at = (line: number, column: number): unknown => {
    const { originalSource, originalLine, originalColumn } = map.findEntry(line, column) as Record<string, unknown>;
    return originalSource === undefined ? null : [originalSource, originalLine, originalColumn];
  };

  it('leads to our own files as before', () => {
    expect(at(0, 0)).toEqual(['../src/a.ts', 0, 0]);
    expect(at(0, 7)).toEqual(['../src/a.ts', 2, 3]);
    expect(at(3, 2)).toEqual(['../src/b.ts', 10, 5]);
  });

  it('leads nowhere inside a package, not to the file of ours before it', () => {
    expect(at(1, 0)).toBeNull();
    expect(at(1, 12)).toBeNull();
    expect(at(2, 0)).toBeNull();
  });

  it('names no package and keeps nothing of it', () => {
    const { sources, names } = JSON.parse(ownSourceMap(MIXED));
    expect(sources).toEqual(['../src/a.ts', '../src/b.ts']);
    expect(names).toEqual([]);
  });
});
