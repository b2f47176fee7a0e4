import { explain } from '../../shared/errors/catalogue.ts';
import type { OptionProblem } from '../plans/setup-options.ts';
import type { StepOutcome } from '../steps/outcome.ts';
import type { SetupInput } from '../steps/setup-input.ts';
import { painter } from './paint.ts';
import { wrap } from './wrap.ts';

export const SETUP_HELP = `onomancer setup: makes this server ready for Onomancer, and keeps it so

  docs/deployment/scripts/server-setup.sh --domain onomancer.example.com --email admin@example.com

Run as root through server-setup.sh, which first fetches Node. It looks at the server, shows what it would change, asks,
changes it, and looks again. A second run changes nothing. What was changed by hand is shown and put right.

  --domain NAME        the name under which the server is reached; its DNS must point here
  --email ADDRESS      for the certificate authority, which writes there before a certificate ends
  --skip-nginx         no web server and no certificate; then neither domain nor e-mail is needed
  --skip-redis         no Redis; the bot does not need it
  --ssh-key FILE       public keys for the user devrel, one a line; - reads them from standard input
  --ssh-port NUMBER    let sshd listen on this port; default: where it listens now
  --acme-server URL    another certificate authority than Let's Encrypt
  --tls-1.2            also admit TLS 1.2, for clients from before 2018; default: TLS 1.3 only
  --swap SIZE          swap file, as in 2G or 512M; 0 for none; default: what suits the memory
  --node VERSION       the version of Node that the bot runs on
  --node-from DIR      that version, checked and unpacked (server-setup.sh gives this)
  --dry-run            shows the plan and changes nothing
  --yes                asks nothing
  --resume             goes on with an interrupted run, with the flags of that run
  --help               this text`;

/** All that is wrong with a command line. */
export function renderOptionProblems(problems: readonly OptionProblem[]): string {
  const lines = problems.map(({ flag, problem, wanted }) => wrap(`${flag} ${problem}; wanted: ${wanted}.`, '  ', '✗ '));
  return [...lines, 'Nothing was changed. All flags: onomancer setup --help'].join('\n');
}

/** The first line of the plan. */
export function setupTitle({ options, host }: SetupInput): string {
  const memory = `${(host.memoryBytes / 1024 ** 3).toFixed(1)} GB`;
  const where = host.container === null ? '' : `, container (${host.container})`;
  const cpus = `${host.cpus} CPU${host.cpus === 1 ? '' : 's'}`;
  return `Setup of ${options.domain ?? 'this server'}: ${host.systemName}, ${cpus}, ${memory}${where}`;
}

/** How one step ended, on one line; with the reason when it failed, and with what is left to do. */
export function renderOutcome(outcome: StepOutcome, isColoured: boolean): string {
  const paint = painter(isColoured);
  const todo = todoOf(outcome);
  const left = todo === undefined ? '' : `\n${wrap(todo, '    ')}`;
  const good = todo === undefined ? paint.good('✓') : paint.warn('!');
  switch (outcome.kind) {
    case 'skipped':
      return `${wrap(`${outcome.step.title}: ${outcome.step.skipped}`, '  ', `${todo === undefined ? '–' : good} `)}${left}`;
    case 'unchanged':
      return `${good} ${outcome.step.title}${left}`;
    case 'done':
      return `${good} ${outcome.step.title}: ${changesInWords(outcome.changes.length)}, ${seconds(outcome.tookMs)}${left}`;
    case 'failed': {
      const { says, hint } = explain(outcome.error.code, outcome.error.facts);
      const mark = outcome.step.goOnWithout === undefined ? paint.bad('✗') : paint.warn('!');
      return [
        `${mark} ${outcome.step.title}: ${paint.bad('failed')} after ${seconds(outcome.tookMs)}`,
        wrap(says, '    '),
        wrap(outcome.step.goOnWithout ?? hint, '    '),
      ].join('\n');
    }
  }
}

/** What is left for the operator although the step has ended well. */
export function todoOf(outcome: StepOutcome): string | undefined {
  return outcome.kind === 'failed' ? undefined : outcome.step.todo;
}

/** The last line of a run. */
export function renderTotal(outcomes: readonly StepOutcome[], tookMs: number): string {
  const changes = outcomes.reduce((sum, outcome) => sum + (outcome.kind === 'done' ? outcome.changes.length : 0), 0);
  const failed = outcomes.filter(({ kind }) => kind === 'failed').length;
  const left = outcomes.filter((outcome) => todoOf(outcome) !== undefined).length;
  const parts = [
    changes === 0 ? '0 changes' : changesInWords(changes),
    ...(failed === 0 ? [] : [`${failed} step${failed === 1 ? '' : 's'} failed`]),
    ...(left === 0 ? [] : [`${left} thing${left === 1 ? '' : 's'} left for you (!)`]),
  ];
  return `${parts.join(', ')}. ${seconds(tookMs)}.`;
}

/** Said first when the dead man's switch has struck since the last run. */
export function renderReverted(at: string): string {
  return `! At ${at} the dead man's switch put ssh and the firewall back: the run before did not get to prove a new login.\n`;
}

const changesInWords = (count: number): string => `${count} change${count === 1 ? '' : 's'}`;
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
