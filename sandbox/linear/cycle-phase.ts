import type { CycleRow } from './workspace.ts';

/** Linear's flags of a cycle; `completedAt` is set for every cycle that is over. */
export interface CyclePhase {
  readonly isActive: boolean;
  readonly isFuture: boolean;
  readonly isPast: boolean;
  readonly isNext: boolean;
  readonly isPrevious: boolean;
  readonly completedAt: string | null;
}

/**
 * The flags of all cycles of one team at `now`, by the words of Linear's schema: active is one that has begun, has not
 * ended and was not completed; a cycle is completed when its end passes; next is the nearest future one; previous is the
 * one that was completed last.
 */
export function phasesOf(cycles: readonly CycleRow[], now: Date): ReadonlyMap<string, CyclePhase> {
  const time = now.toISOString();
  const future = cycles.filter((cycle) => cycle.startsAt > time);
  const over = cycles.filter((cycle) => completionOf(cycle, time) !== null);
  const next = [...future].sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1))[0];
  const previous = [...over].sort((a, b) => (a.endsAt < b.endsAt ? 1 : -1))[0];
  return new Map(
    cycles.map((cycle) => {
      const completedAt = completionOf(cycle, time);
      const isFuture = cycle.startsAt > time;
      const phase = {
        isActive: !isFuture && cycle.endsAt > time && completedAt === null,
        isFuture,
        isPast: cycle.endsAt <= time,
        isNext: cycle === next,
        isPrevious: cycle === previous,
        completedAt,
      };
      return [cycle.id, phase];
    }),
  );
}

function completionOf(cycle: CycleRow, time: string): string | null {
  return cycle.completedAt ?? (cycle.endsAt <= time ? cycle.endsAt : null);
}
