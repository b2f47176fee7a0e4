import type { DoctorCheck } from '../checks/doctor-check.ts';
import { answer, type DoctorFinding, type FactRead } from '../checks/doctor-checks.ts';
import type { FactName } from '../checks/doctor-facts.ts';
import { type Asked, beginReading } from '../facts/doctor/read-facts.ts';

/** What an examination is made from, and who hears of it while it runs. */
export interface Examination extends Asked {
  /** What setup was asked for, as a part of the facts: unread for a user who may not know it. */
  readonly setupRead: FactRead;
  /** Called before a check that has to wait for its facts. */
  readonly waiting?: (check: DoctorCheck) => void;
  readonly answered?: (finding: DoctorFinding) => void;
}

/** Asks the checks, in their order. Everything is read at the same time; what is told first does not wait for what is told last. */
export async function examine(
  checks: readonly DoctorCheck[],
  examination: Examination,
): Promise<readonly DoctorFinding[]> {
  const names = [...new Set(checks.flatMap(({ needs }) => needs))];
  const reading = beginReading(names, examination);
  const read = new Map<FactName, FactRead>([['setup', examination.setupRead]]);
  const findings: DoctorFinding[] = [];
  for (const check of checks) {
    for (const name of check.needs.filter((needed) => !read.has(needed))) {
      examination.waiting?.(check);
      const fact = await reading.get(name);
      if (fact !== undefined) read.set(name, fact);
    }
    const finding = answer(check, read);
    findings.push(finding);
    examination.answered?.(finding);
  }
  return findings;
}
