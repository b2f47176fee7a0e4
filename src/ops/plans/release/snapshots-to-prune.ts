import type { KnownSnapshot } from './release-facts.ts';

/** The newest ones stay whatever their age: each is a state that somebody may want back after several deployments in a day. */
const KEEP_NEWEST = 5;
const KEEP_DAYS = 7;

/**
 * Which snapshots may go: of each of the last seven days that have one the newest stays, and the five newest of all. So the
 * last one that was checked always stays, however old it is.
 */
export function snapshotsToPrune(snapshots: readonly KnownSnapshot[]): readonly string[] {
  const newestFirst = snapshots.toSorted((a, b) => (a.madeAt < b.madeAt ? 1 : -1));
  const kept = new Set(newestFirst.slice(0, KEEP_NEWEST).map(({ path }) => path));
  const days = new Set<string>();
  for (const { path, madeAt } of newestFirst) {
    const day = madeAt.slice(0, 10);
    if (days.has(day) || days.size === KEEP_DAYS) continue;
    days.add(day);
    kept.add(path);
  }
  return newestFirst.map(({ path }) => path).filter((path) => !kept.has(path));
}
