import { serverPaths } from '../../shared/paths.ts';
import { renderCompletion } from '../render/completion.ts';
import type { Verb } from './verb.ts';

const HELP = `onomancer completion

Prints what bash needs to complete the verbs, their flags, and the releases, snapshots and tags behind them:

  onomancer completion | sudo tee /etc/bash_completion.d/onomancer    for everybody, from the next login on
  source <(onomancer completion)                                      for this shell only

zsh takes the same, in ~/.zshrc:

  autoload -Uz compinit bashcompinit && compinit && bashcompinit && source <(onomancer completion)
`;

/** The verb that lets a shell complete all the others. */
export function completionOf(verbs: readonly Verb[]): Verb {
  const self = { name: 'completion', help: HELP };
  return {
    ...self,
    summary: 'what bash and zsh need to complete all this',
    run: async (args, terminal) => {
      terminal.say(args.length > 0 ? HELP : renderCompletion([...verbs, self], serverPaths()));
      return 0;
    },
  };
}
