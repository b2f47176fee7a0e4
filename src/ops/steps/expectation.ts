import type { Answer } from './observation.ts';
import type { Expectation } from './step.ts';

/** Does the answer of a probe say what was wanted? */
export function isAsWanted(answer: Answer, wants: Expectation): boolean {
  if ('exitCode' in wants) return answer.exitCode === wants.exitCode;
  if ('stdout' in wants) return answer.stdout.trim() === wants.stdout;
  if ('matches' in wants) return wants.matches.test(answer.stdout);
  return answer.exitCode === 0 && !wants.lacks.test(answer.stdout);
}

/** What is wanted, in words. */
export function wantedInWords(wants: Expectation): string {
  if ('exitCode' in wants) return `exit code ${wants.exitCode}`;
  if ('stdout' in wants) return wants.stdout === '' ? 'no output' : `“${wants.stdout}”`;
  if ('matches' in wants) return `something like ${String(wants.matches)}`;
  return `nothing like ${String(wants.lacks)}`;
}
