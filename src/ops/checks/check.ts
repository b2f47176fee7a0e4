/** How a check turned out, with what a person should know and do. */
export type Verdict =
  | { readonly kind: 'fine'; readonly says: string }
  | {
      readonly kind: 'wrong';
      readonly says: string;
      readonly todo: string;
      /** How bad it is this time; as the check says when absent. */
      readonly severity?: 'blocker' | 'warning';
    }
  /** It could not be looked at. */
  | { readonly kind: 'unknown'; readonly says: string; readonly todo: string }
  /** Not for this server or not asked for. */
  | { readonly kind: 'not-here'; readonly says: string };

/** One question about a server, as data: the facts are read elsewhere, so it is asked and tested without a server. */
export interface Check<Facts> {
  /** In kebab-case; the word in `--json` and in the runbooks. */
  readonly id: string;
  readonly title: string;
  /** `blocker`: nothing goes on while it is wrong. `warning`: it goes on, and it is said. */
  readonly severity: 'blocker' | 'warning';
  readonly judge: (facts: Facts) => Verdict;
}

/** A check with its verdict. */
export interface Finding {
  readonly id: string;
  readonly title: string;
  readonly severity: 'blocker' | 'warning';
  readonly verdict: Verdict;
}

/** Asks all checks about the same facts. */
export function judgeAll<Facts>(checks: readonly Check<Facts>[], facts: Facts): readonly Finding[] {
  return checks.map(({ id, title, severity, judge }) => ({ id, title, severity, verdict: judge(facts) }));
}

/** What keeps setup from starting. */
export function blockers(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ severity, verdict }) => severity === 'blocker' && verdict.kind === 'wrong');
}
