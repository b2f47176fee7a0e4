import type { Terminal } from '../run/terminal.ts';

/** One word that the operator types after `onomancer`. Its file is commands/<verb>.ts; its line stands in registry.ts. */
export interface Verb {
  readonly name: string;
  /** One line for the list of verbs. */
  readonly summary: string;
  /** The whole help, shown for `onomancer VERB --help`. */
  readonly help: string;
  /** Words that it takes besides flags, for the completion of a shell. */
  readonly words?: readonly string[];
  /** Goes on to its end when nobody reads what it says any more: `onomancer deploy | head`, a connection that broke. */
  readonly isKeptOn?: true;
  /** Gets what stands after the verb; gives the exit code. Throws an AppError for what could not be done. */
  readonly run: (args: readonly string[], terminal: Terminal) => Promise<number>;
}
