import type { Reply } from '../../ports/chat.ts';
import type { Asker, Command, CommandSpec, FeaturePorts } from '../../ports/command.ts';
import { readTasks } from './my-tasks.ts';
import { memberIn, myTasksView, noTasksView, notConnectedView, theirTasksView, type Whose } from './my-tasks.view.ts';

const spec: CommandSpec = {
  name: 'my-tasks',
  description: 'What is assigned to you: blocked, in progress, next',
  audience: 'stakeholder',
  isPrivate: true,
  answers: 'later',
  options: [],
  examples: ['/my-tasks'],
  menu: 'member',
  menuName: 'Show open tasks',
};

/** `/my-tasks`: the open issues of the person who asks; in the menu of members, those of that member. */
export const myTasks: Command = {
  spec,
  run: (ports, { asker }) => myTasksOf(ports, asker),
  runOnMember: (ports, { asker, target }) =>
    target.userId === asker.userId ? myTasksOf(ports, asker) : theirTasks(ports, target),
  press: (ports, { asker, id }) => {
    const userId = memberIn(id);
    // Who was connected when the button was made may not be any more; then only Discord knows the name.
    return userId === null ? myTasksOf(ports, asker) : theirTasks(ports, { userId, name: null, isBot: false });
  },
};

async function myTasksOf(ports: FeaturePorts, asker: Asker): Promise<Reply> {
  const link = await ports.links.ofDiscordUser(asker.userId);
  if (link === null) return notConnectedView();
  return myTasksView(link, await readTasks(ports, link.trackerUserId), ports.clock.now());
}

async function theirTasks(ports: FeaturePorts, { userId, name, isBot }: Whose): Promise<Reply> {
  const link = isBot ? null : await ports.links.ofDiscordUser(userId);
  if (link === null) return noTasksView({ userId, name, isBot });
  return theirTasksView(link, await readTasks(ports, link.trackerUserId), ports.clock.now());
}
