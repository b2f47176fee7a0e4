import { AppError } from '../../../shared/errors/app-error.ts';
import type { ErrorCode } from '../../../shared/errors/catalogue.ts';
import type { Answer } from '../../steps/observation.ts';
import type { Command } from '../../steps/step.ts';
import { type ExecOptions, exec } from '../exec.ts';

/** Some programs say why at first (npm, before its usage), others at last. */
const LINES_EACH = 6;

/** Building gives way to the release that serves (nice(1)): on one processor it would keep everybody waiting for seconds. */
const GIVING_WAY = ['nice', '-n', '10'] as const;

/** Runs a command of a build and gives what it printed; throws the error given, with the lines of what it said that tell why. */
export async function run(command: Command, code: ErrorCode, options: ExecOptions = {}): Promise<string> {
  const answer = await exec({ ...command, argv: [...GIVING_WAY, ...command.argv] }, options);
  if (answer.exitCode === 0) return answer.stdout;
  throw new AppError(code, {
    facts: { says: `${programOf(command)} ended with ${answer.exitCode}:\n${tellingLines(answer)}` },
  });
}

/** The lines of an answer that tell why: how what it complained about begins and ends, else what it said. */
function tellingLines({ stdout, stderr }: Answer): string {
  const text = stderr.trim() === '' ? stdout : stderr;
  // npm writes its name before empty lines too.
  const lines = text.split('\n').filter((line) => !/^(?:npm error)?\s*$/.test(line));
  const shown =
    lines.length <= 2 * LINES_EACH ? lines : [...lines.slice(0, LINES_EACH), '…', ...lines.slice(-LINES_EACH)];
  return shown.map((line) => `    ${line}`).join('\n');
}

function programOf({ argv }: Command): string {
  return argv.slice(0, 3).join(' ');
}
