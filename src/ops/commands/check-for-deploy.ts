import { systemClock } from '../../shared/clock.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { ServerPaths } from '../../shared/paths.ts';
import { answer, DOCTOR_CHECKS, type DoctorFinding, type FactRead } from '../checks/doctor-checks.ts';
import type { FactName } from '../checks/doctor-facts.ts';
import { beginReading } from '../facts/doctor/read-facts.ts';
import { readSetup } from '../facts/doctor/setup.ts';
import { missingFiles } from '../facts/release/missing-files.ts';

/** What has to be right before a release is built, of what the doctor asks; it knows why. */
export const NEEDED_FOR_DEPLOY: readonly string[] = [
  'disk-use',
  'inodes',
  'memory-use',
  'node',
  'pm2',
  'settings',
  'private-places',
  'leaks',
  'nginx',
];

/** Asks the doctor what matters for a release. Throws `SERVER_NOT_FIT` with all that is wrong, unless it is forced. */
export async function checkForDeploy(
  paths: ServerPaths,
  { isForced, tell }: { readonly isForced: boolean; readonly tell: (line: string) => void },
): Promise<string> {
  for (const note of missingFiles(paths)) tell(`! ${note}`);
  const findings = await ask(paths);
  const wrong = findings.filter(({ verdict }) => verdict.kind === 'wrong');
  for (const { severity, title, verdict } of wrong) if (severity === 'warning') tell(`! ${title}: ${verdict.says}`);
  const says = wrong
    .filter(({ severity }) => severity === 'blocker')
    .map(({ title, verdict }) => `${title}: ${verdict.says}${'todo' in verdict ? ` → ${verdict.todo}` : ''}`);
  const unknown = findings.filter(({ verdict }) => verdict.kind === 'unknown').length;
  const asked = `${findings.length - unknown} checks${unknown === 0 ? '' : `, ${unknown} more are for root: sudo onomancer doctor`}`;
  if (says.length === 0) return asked;
  if (!isForced) throw new AppError('SERVER_NOT_FIT', { facts: { says: says.join('\n  ') } });
  for (const line of says) tell(`! --force goes over this: ${line}`);
  return `${asked}; ${says.length} gone over by --force`;
}

async function ask(paths: ServerPaths): Promise<readonly DoctorFinding[]> {
  const checks = DOCTOR_CHECKS.filter(({ id }) => NEEDED_FOR_DEPLOY.includes(id));
  const { setup, read: setupRead } = await readSetup(paths, {});
  const names = [...new Set(checks.flatMap(({ needs }) => needs))];
  const reading = beginReading(names, { setup, secretFile: null, clock: systemClock });
  const read = new Map<FactName, FactRead>();
  for (const name of names) {
    const fact = name === 'setup' ? setupRead : await reading.get(name);
    if (fact !== undefined) read.set(name, fact);
  }
  return checks.map((check) => answer(check, read));
}
