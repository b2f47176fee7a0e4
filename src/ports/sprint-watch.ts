/** What was seen of a team's cycle when it was looked at last, so that only what changed since is told. */
export interface WatchedSprint {
  readonly teamId: string;
  /** Null: no cycle was active. */
  readonly cycleId: string | null;
  /** It was told that the cycle is at risk; that is told once. */
  readonly isRiskTold: boolean;
  /** Ids of the issues that were blocked. */
  readonly blocked: readonly string[];
}

export interface SprintWatchStore {
  /** Null: never looked at. */
  of(teamId: string): Promise<WatchedSprint | null>;
}
