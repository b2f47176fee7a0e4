/**
 * `npm run build`: bundles the entrances into `dist/`, so that a server needs one package instead of a hundred.
 * `--if-stale` builds only when the sources changed since the last build.
 */
import { parseArgs } from 'node:util';
import { buildNow, ensureBuilt } from './build/ensure-built.ts';

const { values } = parseArgs({ options: { 'if-stale': { type: 'boolean', default: false } } });

try {
  const { kind, stamp, bytes } = await (values['if-stale'] ? ensureBuilt() : buildNow());
  const from = `${stamp.version}, commit ${stamp.commit ?? 'unknown'}`;
  if (kind === 'built') console.error(`Built dist/ (${from}, ${(bytes / 1e6).toFixed(1)} MB of JavaScript).`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
