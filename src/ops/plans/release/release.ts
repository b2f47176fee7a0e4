/** The two places in which a release can run, each with its own socket. One is live, the other is free or warm. */
export const SLOTS = ['blue', 'green'] as const;
export type Slot = (typeof SLOTS)[number];

/** What is known of a built release; stands in its directory as `release.json`. */
export interface Release {
  /** `20261125-213000-b49154d`: sorts by time, names the commit. */
  readonly id: string;
  /** Of package.json. */
  readonly version: string;
  /** Full commit id; null for a tarball that does not say. */
  readonly commit: string | null;
  /** What was asked for: a tag, a branch, a commit, a file. */
  readonly asked: string;
  readonly builtAt: string;
  readonly builtBy: string;
  /** Version of Node that it was built with and runs with. */
  readonly node: string;
  /** Null until it has served: then `good` after its soak, or `bad` with the reason. */
  readonly verdict: { readonly is: 'good' | 'bad'; readonly at: string; readonly why: string } | null;
}

/** A process that PM2 keeps for us. */
export interface SlotProcess {
  readonly pm2Id: number;
  readonly slot: Slot | null;
  readonly release: string | null;
  readonly pid: number;
  readonly status: string;
  readonly restarts: number;
  readonly memoryBytes: number;
  readonly startedAtMs: number;
}

/** How the house stands: which releases there are, which one is live and where. */
export interface Standing {
  /** Newest first. */
  readonly releases: readonly Release[];
  /** Directories that an interrupted deployment left. */
  readonly unfinished: readonly string[];
  /** Where `current.sock` leads; null before the first deployment. */
  readonly liveSlot: Slot | null;
  /** Which release each slot is for. */
  readonly slots: Readonly<Record<Slot, string | null>>;
  readonly processes: readonly SlotProcess[];
}

export function otherSlot(slot: Slot | null): Slot {
  return slot === 'blue' ? 'green' : 'blue';
}

/** The release that answers now. */
export function liveRelease({ liveSlot, slots, releases }: Standing): Release | null {
  const id = liveSlot === null ? null : slots[liveSlot];
  return releases.find((release) => release.id === id) ?? null;
}

/** The newest release before the live one that was found good: where `--to-previous` goes. */
export function previousRelease(standing: Standing): Release | null {
  const live = liveRelease(standing);
  const older = live === null ? standing.releases : standing.releases.filter(({ id }) => id < live.id);
  return older.find(({ verdict }) => verdict?.is === 'good') ?? null;
}

/** Which releases may go: never the live one, the last good one, or one that a process runs. */
export function releasesToPrune(standing: Standing, keep: number): readonly string[] {
  const live = liveRelease(standing)?.id ?? null;
  const previous = previousRelease(standing)?.id ?? null;
  const running = new Set(standing.processes.map(({ release }) => release));
  const needed = (id: string): boolean => id === live || id === previous || running.has(id);
  const kept = new Set(standing.releases.filter(({ id }) => needed(id)).map(({ id }) => id));
  for (const { id } of standing.releases) if (kept.size < keep) kept.add(id);
  return standing.releases.map(({ id }) => id).filter((id) => !kept.has(id));
}
