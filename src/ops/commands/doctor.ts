import { systemClock } from '../../shared/clock.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { serverPaths } from '../../shared/paths.ts';
import type { DoctorCheck } from '../checks/doctor-check.ts';
import { DOCTOR_CHECKS, type DoctorFinding, exitCodeOf } from '../checks/doctor-checks.ts';
import { PREREQUISITES } from '../checks/prerequisites.ts';
import { readSetup } from '../facts/doctor/setup.ts';
import { DOCTOR_HELP, renderFinding, renderJson, renderSummary } from '../render/doctor-texts.ts';
import { painter } from '../render/paint.ts';
import { progressLine, type Terminal } from '../run/terminal.ts';
import { examine } from './examine.ts';
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

async function ask(
  checks: readonly DoctorCheck[],
  given: Given,
  terminal: Terminal,
): Promise<readonly DoctorFinding[]> {
  const { domain } = given;
  const { setup, read } = await readSetup(serverPaths(), domain === undefined ? {} : { domain });
  const line = progressLine(terminal);
  let category = '';
  return examine(checks, {
    setup,
    setupRead: read,
    secretFile: given.secrets ?? null,
    clock: systemClock,
    waiting: ({ title }) => line.show(`… ${title}`),
    answered: (finding) => {
      line.clear();
      if (given.json === true) return;
      tell(finding, { isFirst: finding.category !== category, given, terminal });
      category = finding.category;
    },
  });
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
