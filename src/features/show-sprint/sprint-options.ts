import type { Choice } from '../../ports/chat.ts';
import type { Command, CommandSpec, FeaturePorts } from '../../ports/command.ts';
import type { Cycle } from '../../ports/issue-tracker.ts';
import { cycleLabel, cycleName, lastDayOf } from '../../ports/issue-words.ts';
import { choice, suggestions } from '../../ports/suggestions.ts';
import { oneLine } from '../../shared/text/markdown.ts';
import { matching } from '../../shared/text/nearest.ts';
import { clip, utcDate } from '../../shared/text/words.ts';
import { chooseTeam } from './choose-sprint.ts';

/** How people name a sprint: the same in every command about one. */
export const SPRINT_OPTIONS: CommandSpec['options'] = [
  {
    name: 'sprint',
    description: 'current (when you leave it out), next, previous, or a cycle by number or name',
    type: 'text',
    hasSuggestions: true,
  },
  { name: 'team', description: 'The Linear team, by key or name', type: 'text', hasSuggestions: true },
];

/** Suggestions for `SPRINT_OPTIONS`. */
export const suggestForSprint: NonNullable<Command['suggest']> = async (ports, { option, typed, options, asker }) =>
  suggestions(typed, () =>
    option === 'team'
      ? suggestTeams(ports, typed)
      : suggestSprints(ports, typed, { team: String(options.team ?? ''), askerId: asker.userId }),
  );

async function suggestTeams(ports: FeaturePorts, typed: string): Promise<readonly Choice[]> {
  const { value: teams } = await ports.tracker.teams();
  return matching(teams, typed, (team) => [team.key, team.name]).map((team) =>
    choice(`${team.key} · ${team.name}`, team.key),
  );
}

/** So that the dates beside it are not cut away. */
const MAX_LABEL_CHARS = 60;

async function suggestSprints(
  ports: FeaturePorts,
  typed: string,
  wanted: { readonly team: string; readonly askerId: string },
): Promise<readonly Choice[]> {
  const chosen = await chooseTeam(ports, wanted.team, wanted.askerId);
  const words = ['current', 'next', 'previous'].map((word) => choice(`${word} (name the team too)`, word));
  if (chosen.value.kind !== 'team') return matching(words, typed, ({ value }) => [value]);
  const { team } = chosen.value;
  const { value: cycles } = await ports.tracker.cycles(team.id);
  const now = ports.clock.now();
  const near = [...cycles].sort((a, b) => distance(a, now) - distance(b, now));
  return matching(near, typed, (cycle) => [
    cycleLabel(cycle),
    cycleName(cycle),
    String(cycle.number),
    placeWord(cycle),
  ]).map((cycle) =>
    choice(`${team.key} · ${clip(oneLine(cycleLabel(cycle)), MAX_LABEL_CHARS)} · ${dates(cycle)}`, cycle.id),
  );
}

/** How far a cycle is from now: the running one is nearest. */
function distance(cycle: Cycle, now: Date): number {
  if (cycle.when === 'active') return 0;
  const edge = cycle.when === 'past' ? cycle.endsAt : cycle.startsAt;
  return Math.abs(edge.getTime() - now.getTime()) + 1;
}

function placeWord(cycle: Cycle): string {
  if (cycle.when === 'active') return 'current active now';
  return cycle.isNext ? 'next' : cycle.isPrevious ? 'previous last' : '';
}

function dates(cycle: Cycle): string {
  return `${utcDate(cycle.startsAt)} to ${utcDate(lastDayOf(cycle))}`;
}
