import type { Reply } from '../../ports/chat.ts';
import type { Asker, Command, CommandSpec, FeaturePorts } from '../../ports/command.ts';
import { readTasks } from './my-tasks.ts';
import { myTasksView, notConnectedView } from './my-tasks.view.ts';

const spec: CommandSpec = {
  name: 'my-tasks',
  description: 'What is assigned to you: blocked, in progress, next',
  audience: 'stakeholder',
  isPrivate: true,
  answers: 'later',
  options: [],
  examples: ['/my-tasks'],
};

/** `/my-tasks`: the open issues of the person who asks. */
export const myTasks: Command = {
  spec,
  run: (ports, { asker }) => tasksOf(ports, asker),
  press: (ports, { asker }) => tasksOf(ports, asker),
};

async function tasksOf(ports: FeaturePorts, asker: Asker): Promise<Reply> {
  const link = await ports.links.ofDiscordUser(asker.userId);
  if (link === null) return notConnectedView();
  return myTasksView(link, await readTasks(ports, link.trackerUserId), ports.clock.now());
}
