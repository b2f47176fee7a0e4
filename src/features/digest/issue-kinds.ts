import type { Issue } from '../../ports/issue-tracker.ts';
import { safeLine } from '../../shared/text/markdown.ts';
import { shortDate } from '../../shared/text/words.ts';
import type { Moved } from './moves.ts';

/** What kind of work an issue is, by the labels that teams use, and how its dates are said. */

type Labelled = Pick<Moved, 'labels' | 'project'>;
const hasLabel = ({ labels }: Labelled, pattern: RegExp): boolean => labels.some((label) => pattern.test(label));
export const isFeature = (one: Labelled): boolean => hasLabel(one, /^(?:feature|improvement|enhancement)/i);
export const isDocs = (one: Labelled): boolean => hasLabel(one, /^docs?|documentation/i);
/** What people outside see, by the team's own labels: features and improvements, but not the machinery. */
export const isForCustomers = (one: Labelled): boolean =>
  isFeature(one) && !hasLabel(one, /infra|chore|internal|refactor|test/i);
export const isForDevelopers = (one: Labelled): boolean =>
  isDocs(one) || hasLabel(one, /api|sdk|webhook|integration/i) || /api|sdk|developer|docs/i.test(one.project ?? '');

/** Of these kinds only. */
export function only(moves: readonly Moved[], ...kinds: readonly Moved['move'][]): readonly Moved[] {
  return moves.filter(({ move }) => kinds.includes(move));
}

export function byDueDate(a: Issue, b: Issue): number {
  return (a.dueDate ?? '').localeCompare(b.dueDate ?? '');
}

export function dayOf({ dueDate }: Issue, now: Date): string {
  return safeLine(shortDate(dueDate ?? '', now.getUTCFullYear()));
}
