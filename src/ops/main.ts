/**
 * Entrance of the toolkit: `onomancer VERB …`. Runs as it is on Node 24 of a bare server (`node src/ops/main.ts …`):
 * nothing has to be built or installed.
 */
import { AppError, toAppError } from '../shared/errors/app-error.ts';
import { CATALOGUE, explain } from '../shared/errors/catalogue.ts';
import { nearest } from '../shared/text/nearest.ts';
import { VERBS } from './commands/registry.ts';
import { renderHelp } from './render/help.ts';
import { ownVersion } from './run/identity.ts';
import { processTerminal } from './run/terminal.ts';

async function main(args: readonly string[]): Promise<number> {
  const [word, ...rest] = args;
  if (word === 'help' && rest[0] !== undefined) return main([rest[0], '--help']);
  if (word === undefined || word === '--help' || word === '-h' || word === 'help') {
    console.log(renderHelp(VERBS, ownVersion()));
    return word === undefined ? CATALOGUE.INPUT_INVALID.exitCode : 0;
  }
  if (word === '--version') {
    console.log(ownVersion());
    return 0;
  }
  const verb = VERBS.find(({ name }) => name === word);
  if (verb !== undefined) return verb.run(rest, processTerminal());
  const [guess] = nearest(VERBS, word, { limit: 1, namesOf: ({ name }) => [name] });
  const meant = guess === undefined ? '' : `Did you mean “onomancer ${guess.name}”? `;
  throw new AppError('INPUT_INVALID', {
    facts: { problem: `There is no verb “${word}”.`, wanted: `${meant}All of them: onomancer --help` },
  });
}

function tell(error: unknown): number {
  const known = toAppError(error);
  const { says, hint } = explain(known.code, known.facts);
  console.error(`✗ ${says}\n  ${hint}`);
  // A defect of ours: without the stack nobody could mend it.
  if (known.code === 'INTERNAL') console.error(known.cause);
  return CATALOGUE[known.code].exitCode;
}

// `onomancer doctor | head`: whoever reads has had enough, which is no error of ours.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    const verb = VERBS.find(({ name }) => name === process.argv[2]);
    if (verb?.isKeptOn !== true) process.exit(0);
  });

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = tell(error);
}
