import { systemClock } from '../../shared/clock.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { serverPaths } from '../../shared/paths.ts';
import type { DoctorCheck } from '../checks/doctor-check.ts';
import { answer, DOCTOR_CHECKS, type DoctorFinding, exitCodeOf, type FactRead } from '../checks/doctor-checks.ts';
import type { FactName } from '../checks/doctor-facts.ts';
import { PREREQUISITES } from '../checks/prerequisites.ts';
import { beginReading } from '../facts/doctor/read-facts.ts';
import { readSetup } from '../facts/doctor/setup.ts';
import { DOCTOR_HELP, renderFinding, renderJson, renderSummary } from '../render/doctor-texts.ts';
import { painter } from '../render/paint.ts';
import type { Terminal } from '../run/terminal.ts';
import { parseFlags } from './parse-flags.ts';
import type { Verb } from './verb.ts';

const VERB = 'doctor';

const FLAGS = {
  'before-setup': { type: 'boolean' },
  domain: { type: 'string' },
  secrets: { type: 'string' },
  only: { type: 'string' },
  list: { type: 'boolean' },
  quiet: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

type Given = ReturnType<typeof parseFlags<typeof FLAGS>>;

/** Looks at everything that the bot needs, says how it is and what to do, and changes nothing. */
export const doctor: Verb = {
  name: VERB,
  summary: 'look at everything that Onomancer needs on this server, and say what to do',
  help: DOCTOR_HELP,
  run: async (args, terminal) => {
    const given = parseFlags(VERB, args, FLAGS);
    if (given.help === true) {
      terminal.say(DOCTOR_HELP);
      return 0;
    }
    const checks = checksFor(given);
    if (given.list === true) {
      for (const { id, title } of checks) terminal.say(`${id.padEnd(24)} ${title}`);
      return 0;
    }
    const findings = await ask(checks, given, terminal);
    if (given.json === true) terminal.say(renderJson(findings, systemClock.now()));
    else terminal.say(`\n${renderSummary(findings, terminal.isColoured)}`);
    return exitCodeOf(findings);
  },
};

function checksFor(given: Given): readonly DoctorCheck[] {
  const all = given['before-setup'] === true ? PREREQUISITES : DOCTOR_CHECKS;
  if (given.only === undefined) return all;
  const wanted = given.only.split(',').map((id) => id.trim());
  const unknown = wanted.filter((id) => !all.some((check) => check.id === id));
  if (unknown.length > 0) {
    throw new AppError('INPUT_INVALID', {
      facts: { problem: `There is no check “${unknown.join(', ')}”.`, wanted: 'All of them: onomancer doctor --list' },
    });
  }
  return all.filter(({ id }) => wanted.includes(id));
}

/** Everything is read at the same time; what is told first does not wait for what is told last. */
async function ask(
  checks: readonly DoctorCheck[],
  given: Given,
  terminal: Terminal,
): Promise<readonly DoctorFinding[]> {
  const { domain } = given;
  const { setup, read: setupRead } = await readSetup(serverPaths(), domain === undefined ? {} : { domain });
  const names = [...new Set(checks.flatMap(({ needs }) => needs))];
  const reading = beginReading(names, { setup, secretFile: given.secrets ?? null, clock: systemClock });
  const read = new Map<FactName, FactRead>();
  const findings: DoctorFinding[] = [];
  for (const check of checks) {
    for (const name of check.needs) {
      const fact = name === 'setup' ? setupRead : await reading.get(name);
      if (fact !== undefined) read.set(name, fact);
    }
    const finding = answer(check, read);
    if (given.json !== true) tell(finding, { isFirst: isFirstOfCategory(finding, findings), given, terminal });
    findings.push(finding);
  }
  return findings;
}

function isFirstOfCategory({ category }: DoctorFinding, before: readonly DoctorFinding[]): boolean {
  return before.at(-1)?.category !== category;
}

interface Telling {
  readonly isFirst: boolean;
  readonly given: Given;
  readonly terminal: Terminal;
}

function tell(finding: DoctorFinding, { isFirst, given, terminal }: Telling): void {
  const isWell = finding.verdict.kind === 'fine' || finding.verdict.kind === 'not-here';
  if (given.quiet === true) {
    if (!isWell) terminal.say(renderFinding(finding, terminal.isColoured));
    return;
  }
  if (isFirst) terminal.say(`\n${painter(terminal.isColoured).strong(finding.category)}`);
  terminal.say(renderFinding(finding, terminal.isColoured));
}
