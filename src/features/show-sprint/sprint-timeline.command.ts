import type { Reply } from '../../ports/chat.ts';
import type { Command, CommandSpec } from '../../ports/command.ts';
import type { Dated } from '../../ports/issue-tracker.ts';
import { chooseSprint, type SprintOutcome, sprintById } from './choose-sprint.ts';
import { noSprintView } from './no-sprint.view.ts';
import { SPRINT_OPTIONS, suggestForSprint } from './sprint-options.ts';
import { sprintTimeline as timelineOf } from './sprint-timeline.ts';
import { sprintTimelineView } from './sprint-timeline.view.ts';

const spec: CommandSpec = {
  name: 'sprint-timeline',
  description: 'A picture of who works on what when, what is blocked, and what holds up what',
  audience: 'stakeholder',
  isPrivate: false,
  answers: 'later',
  options: SPRINT_OPTIONS,
  examples: ['/sprint-timeline', '/sprint-timeline sprint:previous team:ENG'],
};

/** `/sprint-timeline`: one cycle of one team, by person and day. */
export const sprintTimeline: Command = {
  spec,

  async run(ports, { options, asker }) {
    const wanted = { sprint: String(options.sprint ?? ''), team: String(options.team ?? ''), askerId: asker.userId };
    return timeline(await chooseSprint(ports, wanted), ports.clock.now());
  },

  suggest: suggestForSprint,

  async press(ports, { id }) {
    return timeline(await sprintById(ports, id.replace(/^show:/, '')), ports.clock.now());
  },
};

function timeline(outcome: Dated<SprintOutcome>, now: Date): Reply {
  const { value } = outcome;
  if (value.kind !== 'sprint') return noSprintView({ ...outcome, value });
  return sprintTimelineView({ ...outcome, value: value.sprint }, timelineOf(value.sprint), now);
}
