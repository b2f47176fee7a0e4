import type { DoctorFinding } from '../checks/doctor-checks.ts';
import { painter } from './paint.ts';
import { wrap } from './wrap.ts';

export const DOCTOR_HELP = `onomancer doctor: looks at everything that Onomancer needs on this server, and changes nothing

  sudo onomancer doctor
  docs/deployment/scripts/doctor.sh --before-setup --domain onomancer.example.com     on a new server

Each line says what was found; where something is wrong, the line below it says what to do.
  ✓ well   ! can wait until tomorrow   ✗ cannot wait   ? could not be looked at   – not for this server

  --before-setup       the checklist for a new server: is it large enough, does the domain point here, do the tokens work?
  --domain NAME        the name of this server; after setup it is known
  --secrets FILE       where the tokens are, before they have their place (with --before-setup)
  --only ID,ID         only these checks; --list shows their names
  --list               the names of all checks, and what they ask
  --quiet              only what is not well
  --json               the same for programs
  --help               this text

On a new server doctor.sh fetches Node from nodejs.org, for itself only, and takes it away again:
  --node-mirror URL    fetch it from there, laid out as on nodejs.org/dist; or set ONOMANCER_NODE_MIRROR

Exit code: 0 all is well; 1 something can wait, or could not be looked at; 2 something cannot wait; 64 asked in the wrong way.`;

/** One finding, with what to do below it. */
export function renderFinding({ title, severity, verdict }: DoctorFinding, isColoured: boolean): string {
  const paint = painter(isColoured);
  switch (verdict.kind) {
    case 'fine':
      return wrap(`${title}: ${verdict.says}`, '  ', `${paint.good('✓')} `);
    case 'not-here':
      return wrap(`${title}: ${verdict.says}`, '  ', '– ');
    case 'unknown':
      return `${wrap(`${title}: ${verdict.says}`, '  ', '? ')}\n${wrap(verdict.todo, '    ')}`;
    case 'wrong': {
      const mark = severity === 'blocker' ? paint.bad('✗') : paint.warn('!');
      return `${wrap(`${title}: ${verdict.says}`, '  ', `${mark} `)}\n${wrap(verdict.todo, '    ')}`;
    }
  }
}

/** How many of each kind. */
function countFindings(
  findings: readonly DoctorFinding[],
): Readonly<Record<'well' | 'wrong' | 'warnings' | 'unknown' | 'notHere', number>> {
  const count = (is: (finding: DoctorFinding) => boolean): number => findings.filter(is).length;
  return {
    well: count(({ verdict }) => verdict.kind === 'fine'),
    wrong: count(({ verdict, severity }) => verdict.kind === 'wrong' && severity === 'blocker'),
    warnings: count(({ verdict, severity }) => verdict.kind === 'wrong' && severity === 'warning'),
    unknown: count(({ verdict }) => verdict.kind === 'unknown'),
    notHere: count(({ verdict }) => verdict.kind === 'not-here'),
  };
}

/** The last line. */
export function renderSummary(findings: readonly DoctorFinding[], isColoured: boolean): string {
  const paint = painter(isColoured);
  const { well, wrong, warnings, unknown } = countFindings(findings);
  const counted = well + wrong + warnings + unknown;
  if (counted === well) return paint.good(`All ${well} checks are well.`);
  const parts = [
    ...(wrong === 0 ? [] : [paint.bad(`${wrong} cannot wait (✗)`)]),
    ...(warnings === 0 ? [] : [paint.warn(`${warnings} can wait (!)`)]),
    ...(unknown === 0 ? [] : [`${unknown} could not be looked at (?)`]),
  ];
  return `${well} of ${counted} checks are well; ${parts.join(', ')}.`;
}

/** For programs: the same words, and a status for each. */
export function renderJson(findings: readonly DoctorFinding[], at: Date): string {
  const checks = findings.map(({ id, category, title, severity, verdict }) => ({
    id,
    category,
    title,
    severity,
    result: verdict.kind,
    says: verdict.says,
    ...('todo' in verdict ? { todo: verdict.todo } : {}),
  }));
  return JSON.stringify({ at: at.toISOString(), summary: countFindings(findings), checks }, null, 2);
}
