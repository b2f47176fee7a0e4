import type { FeaturePorts } from '../../ports/command.ts';
import { findByName, findTeam } from '../../ports/find-by-name.ts';
import type { Cycle, Dated, Sprint, Team } from '../../ports/issue-tracker.ts';
import { cycleName, datedBy } from '../../ports/issue-words.ts';

/** Which sprint was meant, or why none can be shown. */
export type SprintOutcome =
  | { readonly kind: 'sprint'; readonly sprint: Sprint }
  | { readonly kind: 'no-cycle-there'; readonly place: Place; readonly team: Team; readonly cycles: readonly Cycle[] }
  | {
      readonly kind: 'no-such-sprint';
      readonly typed: string;
      readonly team: Team | null;
      readonly near: readonly Cycle[];
      readonly isAmbiguous: boolean;
    }
  | TeamProblem;

type TeamProblem =
  | {
      readonly kind: 'no-such-team';
      readonly typed: string;
      readonly near: readonly Team[];
      readonly isAmbiguous: boolean;
      readonly teams: readonly Team[];
    }
  | { readonly kind: 'default-team-unknown'; readonly typed: string; readonly teams: readonly Team[] }
  | { readonly kind: 'which-team'; readonly teams: readonly Team[]; readonly running: readonly Team[] };

type Place = 'current' | 'next' | 'previous';

/** Asking each team for its cycles is one request per team: beyond this, the person is asked instead. */
const MAX_TEAMS_TO_ASK = 10;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const PLACES: Readonly<Record<string, Place>> = {
  '': 'current',
  current: 'current',
  active: 'current',
  now: 'current',
  next: 'next',
  previous: 'previous',
  last: 'previous',
};

type TeamOutcome = Dated<{ readonly kind: 'team'; readonly team: Team } | TeamProblem>;

/** The sprint that these words mean. `sprint`: a place in time, a number, a name or an id; nothing means the current one. */
export async function chooseSprint(
  ports: FeaturePorts,
  wanted: { readonly sprint: string; readonly team: string; readonly askerId: string },
): Promise<Dated<SprintOutcome>> {
  const typed = wanted.sprint.trim();
  if (UUID.test(typed)) return sprintById(ports, typed, wanted.team);
  const chosen = await chooseTeam(ports, wanted.team, wanted.askerId);
  if (chosen.value.kind !== 'team') return { ...chosen, value: chosen.value };
  const { team } = chosen.value;
  const cycles = await ports.tracker.cycles(team.id);
  const picked = pickCycle(cycles.value, typed);
  if (picked.kind === 'place-empty') {
    return datedBy([chosen, cycles], { kind: 'no-cycle-there', place: picked.place, team, cycles: cycles.value });
  }
  if (picked.kind === 'not-found') {
    return datedBy([chosen, cycles], { ...picked, kind: 'no-such-sprint', typed, team });
  }
  const sprint = await ports.tracker.sprint(picked.item.id);
  // The list of cycles may be older than the sprint: it can have been deleted in between.
  if (sprint.value === null)
    return datedBy([sprint], { kind: 'no-such-sprint', typed, team, near: cycles.value, isAmbiguous: false });
  return datedBy([cycles, sprint], { kind: 'sprint', sprint: sprint.value });
}

/** The sprint with this id; when a team was named too, only if it is that team's. */
export async function sprintById(ports: FeaturePorts, id: string, typedTeam = ''): Promise<Dated<SprintOutcome>> {
  const sprint = await ports.tracker.sprint(id);
  if (sprint.value === null)
    return datedBy([sprint], { kind: 'no-such-sprint', typed: id, team: null, near: [], isAmbiguous: false });
  const { cycle } = sprint.value;
  if (typedTeam.trim() === '' || findTeam([cycle.team], typedTeam).kind === 'found') {
    return datedBy([sprint], { kind: 'sprint', sprint: sprint.value });
  }
  const chosen = await chooseTeam(ports, typedTeam, '');
  if (chosen.value.kind !== 'team') return { ...chosen, value: chosen.value };
  const { team } = chosen.value;
  const cycles = await ports.tracker.cycles(team.id);
  const typed = `${cycleName(cycle)} of ${cycle.team.name}`;
  return datedBy([sprint, chosen, cycles], {
    kind: 'no-such-sprint',
    typed,
    team,
    near: cycles.value,
    isAmbiguous: false,
  });
}

/** The team that was named; otherwise the one of the settings, the asker's own, the only one, or the only one with a running cycle. */
export async function chooseTeam(ports: FeaturePorts, typed: string, askerId: string): Promise<TeamOutcome> {
  const teams = await ports.tracker.teams();
  if (typed.trim() !== '') {
    const found = findTeam(teams.value, typed);
    if (found.kind === 'found') return datedBy([teams], { kind: 'team', team: found.item });
    return datedBy([teams], { ...found, kind: 'no-such-team', teams: teams.value });
  }
  const wanted = ports.defaultTeam?.trim() ?? '';
  if (wanted !== '') {
    const team = teams.value.find((each) => each.id === wanted || each.key.toLowerCase() === wanted.toLowerCase());
    return datedBy(
      [teams],
      team ? { kind: 'team', team } : { kind: 'default-team-unknown', typed: wanted, teams: teams.value },
    );
  }
  const [only] = teams.value;
  if (only && teams.value.length === 1) return datedBy([teams], { kind: 'team', team: only });
  return (await teamOfAsker(ports, teams, askerId)) ?? teamThatRuns(ports, teams);
}

/** The team of most of the asker's open issues, when they are connected and have some. */
async function teamOfAsker(
  ports: FeaturePorts,
  teams: Dated<readonly Team[]>,
  askerId: string,
): Promise<TeamOutcome | null> {
  const link = await ports.links.ofDiscordUser(askerId);
  if (link === null) return null;
  const theirs = await ports.tracker.issues({ assigneeId: link.trackerUserId, state: 'open' }, { pageSize: 50 });
  const open = (team: Team) => theirs.value.issues.filter((issue) => issue.teamKey === team.key).length;
  const [team] = teams.value.filter((each) => open(each) > 0).sort((a, b) => open(b) - open(a));
  return team ? datedBy([teams, theirs], { kind: 'team', team }) : null;
}

async function teamThatRuns(ports: FeaturePorts, teams: Dated<readonly Team[]>): Promise<TeamOutcome> {
  if (teams.value.length > MAX_TEAMS_TO_ASK)
    return datedBy([teams], { kind: 'which-team', teams: teams.value, running: [] });
  const cycles = await Promise.all(teams.value.map((team) => ports.tracker.cycles(team.id)));
  const running = teams.value.filter((_, index) => cycles[index]?.value.some((cycle) => cycle.when === 'active'));
  const [only] = running;
  return datedBy(
    [teams, ...cycles],
    only && running.length === 1 ? { kind: 'team', team: only } : { kind: 'which-team', teams: teams.value, running },
  );
}

/** The cycle that a place in time, a number, a name or an id means. */
function pickCycle(
  cycles: readonly Cycle[],
  typed: string,
):
  | { readonly kind: 'found'; readonly item: Cycle }
  | { readonly kind: 'place-empty'; readonly place: Place }
  | { readonly kind: 'not-found'; readonly near: readonly Cycle[]; readonly isAmbiguous: boolean } {
  const place = PLACES[typed.trim().toLowerCase()];
  if (place) {
    const item = cycleAt(cycles, place);
    return item ? { kind: 'found', item } : { kind: 'place-empty', place };
  }
  const number = /^(?:cycle\s*|#)?(\d+)$/i.exec(typed.trim())?.[1];
  const exact = cycles.find((cycle) => cycle.id === typed || (number !== undefined && cycle.number === Number(number)));
  return exact ? { kind: 'found', item: exact } : findByName(cycles, typed, (cycle) => [cycleName(cycle)]);
}

/** The running cycle or its neighbour. Linear marks neighbours of the running one; without one, time decides. */
export function cycleAt(cycles: readonly Cycle[], place: Place): Cycle | null {
  const byStart = [...cycles].sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  switch (place) {
    case 'current':
      return cycles.find((cycle) => cycle.when === 'active') ?? null;
    case 'next':
      return cycles.find((cycle) => cycle.isNext) ?? byStart.find((cycle) => cycle.when === 'future') ?? null;
    case 'previous':
      return cycles.find((cycle) => cycle.isPrevious) ?? byStart.findLast((cycle) => cycle.when === 'past') ?? null;
  }
}
