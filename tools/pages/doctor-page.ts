import { CATEGORIES } from '../../src/ops/checks/doctor-check.ts';
import { DOCTOR_CHECKS } from '../../src/ops/checks/doctor-checks.ts';
import type { Page } from './markdown.ts';
import { code, generatedFrom, page, table } from './markdown.ts';

const INTRODUCTION = `# What the doctor looks at

\`sudo onomancer doctor\` asks these questions about the server, changes nothing, and says what to do where something is wrong. \`--only ID,ID\` asks some of them; \`--json\` is for programs.

Exit code: 0 when all is well, 1 when something can wait or could not be looked at, 2 when something cannot wait. Some checks turn from "can wait" into "cannot wait" as it gets worse.`;

/** `docs/doctor.md`: every check, by category. */
export function doctorPage(): Page {
  const parts = CATEGORIES.map((category) => {
    const checks = DOCTOR_CHECKS.filter((check) => check.category === category);
    const rows = checks.map(({ id, title, severity, needs }) => [
      code(id),
      title,
      severity === 'blocker' ? 'cannot wait' : 'can wait',
      needs.join(', '),
    ]);
    return `## ${category}\n\n${table(['Check', 'What it wants', 'When it is wrong', 'Facts'], rows)}`;
  });
  return page('docs/doctor.md', [generatedFrom('src/ops/checks/doctor/'), INTRODUCTION, ...parts]);
}
