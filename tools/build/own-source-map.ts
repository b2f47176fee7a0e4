import { decode, encode, type SourceMapSegment } from '@jridgewell/sourcemap-codec';

/** https://tc39.es/ecma426/, as far as esbuild writes it. */
interface SourceMap {
  readonly sources: readonly string[];
  readonly mappings: string;
}

/**
 * The map without the packages: a trace is read where it passes through our own files, and a map of everything is ten
 * times as large, which a process that has to report its first error would pay at once.
 */
export function ownSourceMap(text: string): string {
  const { sources, mappings } = JSON.parse(text) as SourceMap;
  const kept = sources.filter(isOwn);
  const indexOf = new Map(kept.map((source, index) => [source, index]));
  let isInside = false;
  const renumber = (segment: SourceMapSegment): SourceMapSegment[] => {
    const [column, source, line, originalColumn] = segment;
    const index = source === undefined ? undefined : indexOf.get(sources[source] ?? '');
    const wasInside = isInside;
    isInside = index !== undefined;
    if (index !== undefined && line !== undefined && originalColumn !== undefined) {
      return [[column, index, line, originalColumn]];
    }
    // One segment that leads nowhere ends the range of the file before.
    return wasInside ? [[column]] : [];
  };
  const lines = decode(mappings).map((line) => line.flatMap(renumber));
  return JSON.stringify({ version: 3, sources: kept, names: [], mappings: encode(lines) });
}

function isOwn(source: string): boolean {
  return !source.split('/').includes('node_modules');
}
