import { BEFORE_SETUP } from './before-setup.ts';
import { ACCESS_CHECKS } from './doctor/access.ts';
import { TOKEN_CHECKS } from './doctor/tokens.ts';
import { about, type DoctorCheck } from './doctor-check.ts';

const server = about('Server');

/** With what a person needs on a new server: the checklist of the deployment report, item by item, before anything is changed. */
export const PREREQUISITES: readonly DoctorCheck[] = [
  ...BEFORE_SETUP.map((check) =>
    server({
      id: check.id,
      title: check.title,
      severity: check.severity,
      needs: ['setup'],
      judge: ({ setup }) => check.judge(setup.input),
    }),
  ),
  ...ACCESS_CHECKS.filter(({ id }) => id === 'ssh-way-in'),
  // Setup can do without; the bot cannot.
  ...TOKEN_CHECKS.map((check): DoctorCheck => ({ ...check, severity: 'warning' })),
];
