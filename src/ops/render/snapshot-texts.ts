import type { KnownSnapshot } from '../plans/release/release-facts.ts';

const HOUR_MS = 3_600_000;

/** The snapshots for people, newest first, with what going back to each would lose. */
export function renderSnapshots(snapshots: readonly KnownSnapshot[], now: Date): string {
  if (snapshots.length === 0) return 'There are none yet; each deployment makes one.';
  return snapshots
    .map(({ path, madeAt, version, schema, bytes, rows }) => {
      const size = `${(bytes / 1e6).toFixed(1)} MB, ${rows} rows`;
      return `  ${madeAt.slice(0, 16).replace('T', ' ')} UTC  loses ${agoWords(madeAt, now)}  ${version}, schema ${schema}, ${size}\n    ${path}`;
    })
    .join('\n');
}

function agoWords(madeAt: string, now: Date): string {
  const hours = (now.getTime() - new Date(madeAt).getTime()) / HOUR_MS;
  if (hours < 1) return `${Math.max(1, Math.round(hours * 60))} min`;
  return hours < 48 ? `${Math.round(hours)} h` : `${Math.round(hours / 24)} days`;
}
