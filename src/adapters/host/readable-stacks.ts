import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { fileURLToPath } from 'node:url';

/** `file:///app/dist/bot.js:120:7`, as V8 writes the place of a call. */
const PLACE = /(file:\/\/[^\s()]+\.js):(\d+):(\d+)/;

/**
 * From here on stack traces name our source files instead of places in the bundle. The maps are read when the first
 * stack is looked at; Node's own `--enable-source-maps` reads them when the process starts, on Node 20 for a third of
 * the whole start. What has no map stays as it is.
 */
export function showSourcesInStacks(): void {
  const maps = new Map<string, SourceMap | null>();
  const mapOf = (url: string): SourceMap | null => {
    const known = maps.get(url);
    if (known !== undefined) return known;
    const map = readMap(url);
    maps.set(url, map);
    return map;
  };
  // https://v8.dev/docs/stack-trace-api#customizing-stack-traces
  Error.prepareStackTrace = (error, calls) =>
    // A call site has a text of its own: `name (file:line:column)`.
    // oxlint-disable-next-line typescript/no-base-to-string -- Node's types do not tell
    [headline(error), ...calls.map((call) => `    at ${translate(call.toString(), mapOf)}`)].join('\n');
}

/** Some objects that are thrown cannot even be written as text. */
function headline(error: unknown): string {
  try {
    return String(error);
  } catch {
    return 'Error';
  }
}

function translate(call: string, mapOf: (url: string) => SourceMap | null): string {
  const [place, url = '', line, column] = PLACE.exec(call) ?? [];
  if (place === undefined) return call;
  const entry = mapOf(url)?.findEntry(Number(line) - 1, Number(column) - 1);
  // Node's types promise a source in every entry; the ends of ranges have none.
  const source: string | undefined = entry && 'originalSource' in entry ? entry.originalSource : undefined;
  if (!entry || !source || !('originalLine' in entry)) return call;
  const name = source.replace(/^(\.\.\/)+/, '');
  return call.replace(place, `${name}:${entry.originalLine + 1}:${entry.originalColumn + 1}`);
}

function readMap(url: string): SourceMap | null {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${fileURLToPath(url)}.map`, 'utf8')) as SourceMapPayload);
  } catch {
    return null;
  }
}
