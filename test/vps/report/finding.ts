/** Which moment of a box a finding is about: promises have to hold as set up, and again after a reboot. */
export type Moment = 'fresh' | 'rebooted';

export type Result = 'passed' | 'failed' | 'skipped';

/** One thing that was looked at, and what was seen. */
export interface Finding {
  readonly scenario: string;
  readonly what: string;
  readonly moment: Moment;
  readonly result: Result;
  /** What was measured or seen; why, when it failed or was skipped. */
  readonly seen: string;
}

/** One step of a scenario, with its time. */
export interface StepTime {
  readonly scenario: string;
  readonly title: string;
  readonly ms: number;
  /** A check inside of a step, whose time is in the step's already or is nobody else's. */
  readonly isPart: boolean;
}

export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export function totals(findings: readonly Finding[]): Totals {
  const count = (result: Result): number => findings.filter((finding) => finding.result === result).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
}

/** The last line of every run, for machines. */
export function closingLine({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
