import { safeLine } from '../../shared/text/markdown.ts';
import { clip, plural } from '../../shared/text/words.ts';
import type { Outlook } from './outlook.ts';
import { named, numbersOf } from './sections.ts';

const MAX_STEPS = 5;

/** What would help most, from the facts alone; for those who decide. */
export function decisions({ standings, blockers, unowned }: Outlook): readonly string[] {
  return [
    ...standings
      .filter(({ verdict }) => verdict === 'late')
      .map(({ sprint, scope, atEnd, unit }) => {
        const open = Math.max(1, Math.round(scope - (atEnd?.likely ?? 0)));
        return `→ Decide what can wait: about ${plural(open, unit.slice(0, -1))} of ${safeLine(clip(sprint.cycle.team.name, 40))}’s sprint`;
      }),
    ...blockers
      .filter(({ issue }) => issue.state.type !== 'started')
      .slice(0, 2)
      .map(
        ({ issue, waiting }) =>
          `→ Get ${named(issue)} started: ${plural(waiting.length, 'issue')} wait${waiting.length === 1 ? 's' : ''} for it`,
      ),
    ...(unowned.length > 0
      ? [
          `→ Give ${numbersOf(unowned)} to somebody: urgent or high, and nobody has ${unowned.length === 1 ? 'it' : 'them'}`,
        ]
      : []),
  ].slice(0, MAX_STEPS);
}

/** For those who do the work. */
export function tasks(outlook: Outlook): readonly string[] {
  const { inReview, stuck, overdue } = outlook;
  return [
    ...(inReview.length > 0 ? [`→ Review ${numbersOf(inReview)}, the longest waiting first`] : []),
    ...decisions({ ...outlook, standings: [] }),
    ...(overdue.length > 0
      ? [`→ Finish ${numbersOf(overdue)} or give ${overdue.length === 1 ? 'it' : 'them'} a new date: overdue`]
      : []),
    ...(stuck.length > 0
      ? [`→ Say how ${numbersOf(stuck)} ${stuck.length === 1 ? 'goes' : 'go'}: no change for days`]
      : []),
  ].slice(0, MAX_STEPS);
}
