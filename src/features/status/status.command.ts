import type { Command, CommandSpec } from '../../ports/command.ts';
import { statusView } from './status.view.ts';

const spec: CommandSpec = {
  name: 'status',
  description: 'Which services are on, healthy or down, and since when',
  audience: 'everyone',
  isPrivate: true,
  answers: 'at-once',
  options: [],
  examples: ['/status'],
};

/** `/status`: how the bot and its services are. */
export const status: Command = {
  spec,
  run: async (ports) => statusView(ports.services(), ports.about),
};
