import type { Command, CommandSpec } from '../../ports/command.ts';
import { choice, suggestions } from '../../ports/suggestions.ts';
import { matching } from '../../shared/text/nearest.ts';
import { buildStatus, projectsIn } from './build-status.ts';
import { buildStatusView } from './build-status.view.ts';

const SUGGEST_DAYS_MS = 30 * 86_400_000;

const spec: CommandSpec = {
  name: 'build-status',
  description: 'Which builds pass and which fail, with a picture of their last runs',
  audience: 'developer',
  isPrivate: false,
  answers: 'later',
  options: [
    {
      name: 'project',
      description: 'A repository; all of them when you leave it out',
      type: 'text',
      hasSuggestions: true,
    },
  ],
  examples: ['/build-status', '/build-status project:fleet-dashboard'],
};

/** `/build-status`: what GitHub told about the builds of main branches. */
export const buildStatusCommand: Command = {
  spec,

  async run(ports, { options }) {
    return buildStatusView(await buildStatus(ports, String(options.project ?? '')), ports.clock.now());
  },

  suggest: (ports, { typed }) =>
    suggestions(typed, async () => {
      const since = new Date(ports.clock.now().getTime() - SUGGEST_DAYS_MS);
      const builds = await ports.codeWork.builds({ since, limit: 500 });
      return matching(projectsIn(builds), typed, (name) => [name, name.split('/').at(-1) ?? name]).map((name) =>
        choice(name, name),
      );
    }),

  async press(ports, { id }) {
    return buildStatusView(await buildStatus(ports, id.replace(/^again:/, '')), ports.clock.now());
  },
};
