import { renderCompletion } from '../render/completion.ts';
import type { Verb } from './verb.ts';

const HELP = `onomancer completion

Prints what bash needs to complete the verbs and their flags:

  onomancer completion | sudo tee /etc/bash_completion.d/onomancer
`;

/** The verb that lets a shell complete all the others. */
export function completionOf(verbs: readonly Verb[]): Verb {
  return {
    name: 'completion',
    summary: 'what bash needs to complete all this: onomancer completion | sudo tee /etc/bash_completion.d/onomancer',
    help: HELP,
    run: async (args, terminal) => {
      terminal.say(args.length > 0 ? HELP : renderCompletion(verbs));
      return 0;
    },
  };
}
