import { AppError } from '../../../shared/errors/app-error.ts';
import type { ErrorCode } from '../../../shared/errors/catalogue.ts';
import type { Answer } from '../../steps/observation.ts';
import type { Command } from '../../steps/step.ts';
import { type ExecOptions, exec } from '../exec.ts';

const MAX_LINES = 12;

/** Runs a command and gives what it printed; throws the error given, with the last lines of what it said. */
export async function run(command: Command, code: ErrorCode, options: ExecOptions = {}): Promise<string> {
  const answer = await exec(command, options);
  if (answer.exitCode === 0) return answer.stdout;
  throw new AppError(code, {
    facts: { says: `${programOf(command)} ended with ${answer.exitCode}:\n${lastLines(answer)}` },
  });
}

/** The lines of an answer that tell why: the end of what it complained about, else of what it said. */
function lastLines({ stdout, stderr }: Answer): string {
  const text = stderr.trim() === '' ? stdout : stderr;
  return text
    .trim()
    .split('\n')
    .slice(-MAX_LINES)
    .map((line) => `    ${line}`)
    .join('\n');
}

function programOf({ argv }: Command): string {
  return argv.slice(0, 3).join(' ');
}
