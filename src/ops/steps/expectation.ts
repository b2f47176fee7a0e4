import type { Answer } from './observation.ts';
import type { Expectation } from './step.ts';

/** Does the answer of a probe say what was wanted? */
export function isAsWanted(answer: Answer, wants: Expectation): boolean {
  if ('exitCode' in wants) return answer.exitCode === wants.exitCode;
  if ('stdout' in wants) return answer.stdout.trim() === wants.stdout;
  if ('matches' in wants) return wants.matches.test(answer.stdout);
  if ('setting' in wants) return settingIn(answer, wants.setting) === wants.value;
  return answer.exitCode === 0 && !wants.lacks.test(answer.stdout);
}

/** What is wanted, in words. */
export function wantedInWords(wants: Expectation): string {
  if ('exitCode' in wants) return `exit code ${wants.exitCode}`;
  if ('stdout' in wants) return wants.stdout === '' ? 'no output' : `“${wants.stdout}”`;
  if ('matches' in wants) return `something like ${String(wants.matches)}`;
  if ('setting' in wants) return `“${wants.setting} ${wants.value}”`;
  return `nothing like ${String(wants.lacks)}`;
}

/** What was found, as short as it can be said. */
export function foundInWords(answer: Answer, wants: Expectation): string {
  if ('setting' in wants && answer.exitCode === 0) {
    const value = settingIn(answer, wants.setting);
    return value === undefined ? `no ${wants.setting}` : `“${wants.setting} ${value}”`;
  }
  const lines = `${answer.stdout}\n${answer.stderr}`.trim().split('\n').slice(-8).join('\n');
  return lines === '' ? `nothing (exit code ${answer.exitCode})` : lines;
}

function settingIn(answer: Answer, name: string): string | undefined {
  const line = answer.stdout.split('\n').find((candidate) => candidate.startsWith(`${name} `));
  return line?.slice(name.length + 1).trim();
}
