/** What a deployment or a rollback does, stage by stage. The word is in the log, in the exit message and in the runbook. */
export const STAGES = {
  check: 'Looks whether this server can take a release: disk, memory, Node, PM2, settings',
  snapshot: 'Copies the database and checks the copy',
  build: 'Builds the release in a directory of its own, while the live one serves',
  schema: 'Asks whether the database fits the release',
  'stop-first': 'Stops the live release, so that nobody uses the database while it changes',
  restore: 'Puts the snapshot into the place of the database',
  start: 'Starts the release in the free slot, on standby',
  gate: 'Waits until it is ready: this version, the schema, a write to the database',
  swap: 'Makes it live: from one moment to the next nginx leads to it',
  'hand-over': 'Waits until it has taken over Discord’s gateway, where the other one left off',
  soak: 'Watches it: readiness, restarts, errors, memory; the release before it stays warm',
  'stop-old': 'Stops the release before it',
  commands: 'Asks Discord whether its slash commands are those of the release',
  prune: 'Removes old releases, never the live or the last good one, and old snapshots, never the newest',
} as const;

export type StageId = keyof typeof STAGES;

/** What is done when a stage fails, for the plan: people want to know before it happens. */
export const WHEN_IT_FAILS =
  'When a stage fails, the release before it keeps the traffic and the gateway, or gets them back at once.';

export interface DeployWishes {
  readonly isBuildOnly: boolean;
  readonly hasBackup: boolean;
  readonly hasSoak: boolean;
}

/** The stages of a deployment, in order. */
export function deployStages({ isBuildOnly, hasBackup, hasSoak }: DeployWishes): readonly StageId[] {
  if (isBuildOnly) return ['check', 'build', 'schema'];
  return [
    'check',
    ...(hasBackup ? (['snapshot'] as const) : []),
    ...(['build', 'schema', 'start', 'gate', 'swap', 'hand-over'] as const),
    ...(hasSoak ? (['soak'] as const) : []),
    ...(['stop-old', 'commands', 'prune'] as const),
  ];
}

/** The stages of a way back to a release that is there: nothing is built, nothing is fetched. */
export function rollbackStages({ hasSoak }: Pick<DeployWishes, 'hasSoak'>): readonly StageId[] {
  return [
    'snapshot',
    'schema',
    'start',
    'gate',
    'swap',
    'hand-over',
    ...(hasSoak ? (['soak'] as const) : []),
    'stop-old',
  ];
}

/** The stages of a way back to the data of a snapshot, with the release that is live or an older one. */
export function restoreStages(): readonly StageId[] {
  return ['stop-first', 'snapshot', 'restore', 'start', 'gate', 'swap', 'hand-over', 'stop-old'];
}
