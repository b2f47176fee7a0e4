import type { Verdict } from './check.ts';
import { ACCESS_CHECKS, NETWORK_CHECKS } from './doctor/access.ts';
import { BOT_CHECKS } from './doctor/bot.ts';
import { PROGRAM_CHECKS } from './doctor/programs.ts';
import { SECRET_CHECKS } from './doctor/secrets.ts';
import { SERVER_CHECKS } from './doctor/server.ts';
import { WEB_CHECKS } from './doctor/web.ts';
import type { Category, DoctorCheck } from './doctor-check.ts';
import type { DoctorFacts, FactName } from './doctor-facts.ts';

/** Every question of the doctor, in the order in which they are told. A new one gets its line in the file of its category. */
export const DOCTOR_CHECKS: readonly DoctorCheck[] = [
  ...SERVER_CHECKS,
  ...NETWORK_CHECKS,
  ...ACCESS_CHECKS,
  ...SECRET_CHECKS,
  ...PROGRAM_CHECKS,
  ...WEB_CHECKS,
  ...BOT_CHECKS,
];

/** A question with its answer. */
export interface DoctorFinding {
  readonly id: string;
  readonly title: string;
  readonly category: Category;
  readonly severity: DoctorCheck['severity'];
  readonly verdict: Verdict;
}

/** A part of the facts, or why it could not be read. */
export type FactRead<N extends FactName = FactName> =
  | { readonly kind: 'read'; readonly value: DoctorFacts[N] }
  | { readonly kind: 'unread'; readonly why: string; readonly todo: string };

/** Answers one question from what was read for it; what could not be read is said instead of guessed. */
export function answer(check: DoctorCheck, read: ReadonlyMap<FactName, FactRead>): DoctorFinding {
  const { id, title, category, severity } = check;
  const missing = check.needs.map((name) => read.get(name)).find((fact) => fact?.kind !== 'read');
  if (missing?.kind === 'unread') {
    return { id, title, category, severity, verdict: { kind: 'unknown', says: missing.why, todo: missing.todo } };
  }
  const facts = Object.fromEntries(
    [...read].flatMap(([name, fact]) => (fact.kind === 'read' ? [[name, fact.value]] : [])),
  );
  // Whatever the check names was read, and the compiler has seen to it that it looks at nothing else.
  const verdict = check.judge(facts as unknown as DoctorFacts);
  const found = verdict.kind === 'wrong' ? (verdict.severity ?? severity) : severity;
  return { id, title, category, severity: found, verdict };
}

/** 0: all is well. 1: something can wait until tomorrow, or could not be looked at. 2: something cannot wait. */
export function exitCodeOf(findings: readonly DoctorFinding[]): 0 | 1 | 2 {
  if (findings.some(({ severity, verdict }) => severity === 'blocker' && verdict.kind === 'wrong')) return 2;
  return findings.some(({ verdict }) => verdict.kind === 'wrong' || verdict.kind === 'unknown') ? 1 : 0;
}
