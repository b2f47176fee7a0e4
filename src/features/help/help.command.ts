import type { Command, CommandSpec } from '../../ports/command.ts';
import { choice, suggestions } from '../../ports/suggestions.ts';
import { matching } from '../../shared/text/nearest.ts';
import { help, usableBy } from './help.ts';
import { helpView } from './help.view.ts';

const spec: CommandSpec = {
  name: 'help',
  description: 'What you can ask this bot, with examples',
  audience: 'everyone',
  isPrivate: true,
  answers: 'at-once',
  options: [{ name: 'command', description: 'Tell more about this command', type: 'text', hasSuggestions: true }],
  examples: ['/help', '/help command:show-sprint'],
};

/** `/help`: the commands that the person who asks may use. */
export const helpCommand: Command = {
  spec,

  run: async (ports, { asker, options }) =>
    helpView(help(ports.commands(), asker.audiences, String(options.command ?? ''))),

  suggest: (ports, { asker, typed }) =>
    suggestions(typed, async () => {
      const usable = usableBy(ports.commands(), asker.audiences);
      return matching(usable, typed.replace(/^\//, ''), (each) => [each.name, each.description]).map((each) =>
        choice(`/${each.name} · ${each.description}`, each.name),
      );
    }),
};
