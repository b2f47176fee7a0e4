import type { Reply } from '../../ports/chat.ts';
import type { Command, CommandSpec } from '../../ports/command.ts';
import type { Dated } from '../../ports/issue-tracker.ts';
import { chooseSprint, type SprintOutcome, sprintById } from './choose-sprint.ts';
import { noSprintView } from './no-sprint.view.ts';
import { summarise } from './show-sprint.ts';
import { showSprintView } from './show-sprint.view.ts';
import { sprintIssuesView } from './sprint-issues.view.ts';
import { SPRINT_OPTIONS, suggestForSprint } from './sprint-options.ts';

const spec: CommandSpec = {
  name: 'show-sprint',
  description: 'How the sprint stands: progress, who has what, what is blocked',
  audience: 'stakeholder',
  isPrivate: false,
  answers: 'later',
  options: SPRINT_OPTIONS,
  examples: ['/show-sprint', '/show-sprint sprint:previous', '/show-sprint sprint:12 team:ENG'],
};

/** `/show-sprint`: one cycle of one team, with its own issues. */
export const showSprint: Command = {
  spec,

  async run(ports, { options, asker }) {
    const wanted = { sprint: String(options.sprint ?? ''), team: String(options.team ?? ''), askerId: asker.userId };
    return overview(await chooseSprint(ports, wanted), ports.clock.now());
  },

  suggest: suggestForSprint,

  async press(ports, { id }) {
    const issuesPage = /^issues:(\d{1,4}):(.+)$/.exec(id);
    const cycleId = issuesPage?.[2] ?? id.replace(/^refresh:/, '');
    const outcome = await sprintById(ports, cycleId);
    const now = ports.clock.now();
    if (outcome.value.kind === 'sprint' && issuesPage) {
      return sprintIssuesView({ ...outcome, value: outcome.value.sprint }, Number(issuesPage[1]), now);
    }
    return overview(outcome, now);
  },
};

function overview(outcome: Dated<SprintOutcome>, now: Date): Reply {
  const { value } = outcome;
  if (value.kind !== 'sprint') return noSprintView({ ...outcome, value });
  return showSprintView({ ...outcome, value: value.sprint }, summarise(value.sprint, now), now);
}
