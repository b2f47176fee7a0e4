import { systemClock } from '../../shared/clock.ts';
import type { ServerPaths } from '../../shared/paths.ts';
import { DOCTOR_CHECKS } from '../checks/doctor-checks.ts';
import { readSetup } from '../facts/doctor/setup.ts';
import { renderFinding, renderSummary } from '../render/doctor-texts.ts';
import type { Terminal } from '../run/terminal.ts';
import { examine } from './examine.ts';

/** Says how the server is after a run of setup: what is not well, and so what is left for the operator to do. */
export async function sayHowTheServerIs(paths: ServerPaths, terminal: Terminal): Promise<void> {
  const { setup, read } = await readSetup(paths, {});
  const findings = await examine(DOCTOR_CHECKS, { setup, setupRead: read, secretFile: null, clock: systemClock });
  const notWell = findings.filter(({ verdict }) => verdict.kind === 'wrong' || verdict.kind === 'unknown');
  const lines = notWell.map((finding) => renderFinding(finding, terminal.isColoured));
  terminal.say(['', `The doctor looked: ${renderSummary(findings, terminal.isColoured)}`, ...lines].join('\n'));
  terminal.say('\nAsk again at any time: sudo onomancer doctor');
}
