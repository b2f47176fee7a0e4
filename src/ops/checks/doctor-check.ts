import type { Verdict } from './check.ts';
import type { DoctorFacts, FactName } from './doctor-facts.ts';

/** What a check is about, in the order in which people read them. */
export const CATEGORIES = ['Server', 'Network', 'Access', 'Secrets', 'Programs', 'Web', 'Bot'] as const;
export type Category = (typeof CATEGORIES)[number];

/** One question of the doctor, as data. */
export interface DoctorCheck {
  /** In kebab-case; the word in `--json`, for `--only`, and in the runbooks. */
  readonly id: string;
  readonly title: string;
  readonly category: Category;
  /** `blocker`: the bot does not work, or the server is open, while it is wrong. `warning`: it can wait until tomorrow. */
  readonly severity: 'blocker' | 'warning';
  /** What is read for it; nothing else may be looked at. */
  readonly needs: readonly FactName[];
  readonly judge: (facts: DoctorFacts) => Verdict;
}

interface Question<N extends FactName> {
  readonly id: string;
  readonly title: string;
  readonly severity: DoctorCheck['severity'];
  readonly needs: readonly N[];
  readonly judge: (facts: Pick<DoctorFacts, N>) => Verdict;
}

/** Makes checks of one category; the compiler sees to it that they look only at what they name. */
export function about(category: Category): <N extends FactName>(question: Question<N>) => DoctorCheck {
  return (question) => ({ ...question, category });
}

export const fine = (says: string): Verdict => ({ kind: 'fine', says });
export const wrong = (says: string, todo: string): Verdict => ({ kind: 'wrong', says, todo });
/** Not as it should be, and it can wait until tomorrow whatever the check says. */
export const canWait = (says: string, todo: string): Verdict => ({ kind: 'wrong', says, todo, severity: 'warning' });
export const notHere = (says: string): Verdict => ({ kind: 'not-here', says });

/** What to type to see how the processes are, and what they said. */
export const PM2 = {
  status: 'sudo pm2 status',
  log: 'sudo pm2 logs onomancer-bot --lines 50 --nostream',
} as const;
