import type { FeaturePorts } from '../../ports/command.ts';
import type { EventHandler } from '../../ports/effects.ts';
import type { Dated, Sprint, Team } from '../../ports/issue-tracker.ts';
import type { NoticeKind } from '../../shared/notice-kinds.ts';
import { lookAtSprint, type SprintLook } from './sprint-news.ts';
import { tell } from './tell.ts';

/** The plan that makes these looks due: cycles begin, end and slip without any webhook. */
export const SPRINT_WATCH = 'sprint-watch';

const TOLD: readonly NoticeKind[] = ['cycle-started', 'cycle-at-risk', 'cycle-done', 'issue-blocked'];

/** Looks at the active cycle of each team (of one, when it is said to have changed), and tells what changed since the last look. */
export const onSprintWatch: EventHandler = {
  name: 'sprint-watch',
  kinds: ['schedule-due', 'cycle-changed'],
  async handle(ports, event, context) {
    const isDue = event.kind === 'schedule-due' && event.schedule === SPRINT_WATCH;
    if (!isDue && event.kind !== 'cycle-changed') return null;
    const isWanted = ports.channels.some(({ tells }) => tells.some((kind) => TOLD.includes(kind)));
    const { value: teams } = await ports.tracker.teams();
    const looks: SprintLook[] = [];
    for (const team of teams.filter(({ id }) => event.kind !== 'cycle-changed' || id === event.teamId)) {
      const look = await lookAt(ports, team);
      if (look !== null) looks.push(look);
    }
    const effects = await tell(
      ports,
      looks.flatMap(({ news }) => news),
      context,
    );
    const note = isWanted ? effects.note : `${effects.note}; no channel is told about cycles`;
    return { ...effects, note, records: looks.map(({ watched }) => ({ kind: 'sprint-watched', watched })) };
  },
};

/** Null when the tracker only knows old answers: they would tell what is not so any more. */
async function lookAt(ports: FeaturePorts, team: Team): Promise<SprintLook | null> {
  const cycles = await ports.tracker.cycles(team.id);
  const before = await ports.sprintWatch.of(team.id);
  const cycle = cycles.value.find(({ when }) => when === 'active');
  if (cycle === undefined && (before === null || before.cycleId === null)) return null;
  const hasEnded = before !== null && before.cycleId !== null && before.cycleId !== cycle?.id;
  const active: Dated<Sprint | null> | null = cycle === undefined ? null : await ports.tracker.sprint(cycle.id);
  const ended = hasEnded && before.cycleId !== null ? await ports.tracker.sprint(before.cycleId) : null;
  if (cycles.isStale || active?.isStale === true || ended?.isStale === true) return null;
  return lookAtSprint(
    team.id,
    { active: active?.value ?? null, ended: ended?.value ?? null, before },
    ports.clock.now(),
  );
}
