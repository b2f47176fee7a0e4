import type { Finding } from '../checks/check.ts';
import { painter } from './paint.ts';
import { wrap } from './wrap.ts';

/** Findings as people read them: what was found, and what to do where something is wrong. */
export function renderFindings(findings: readonly Finding[], isColoured: boolean): string {
  const paint = painter(isColoured);
  return findings
    .map(({ title, severity, verdict }) => {
      if (verdict.kind === 'fine') return `${paint.good('✓')} ${title}: ${verdict.says}`;
      if (verdict.kind === 'not-here') return `– ${title}: ${verdict.says}`;
      if (verdict.kind === 'unknown')
        return `${wrap(`${title}: ${verdict.says}`, '  ', '? ')}\n${wrap(verdict.todo, '    ')}`;
      const mark = severity === 'blocker' ? paint.bad('✗') : paint.warn('!');
      return `${wrap(`${title}: ${verdict.says}`, '  ', `${mark} `)}\n${wrap(verdict.todo, '    ')}`;
    })
    .join('\n');
}
