import type { Priority } from '../../ports/issue-tracker.ts';

interface Dot {
  readonly emoji: string;
  readonly word: string;
  readonly priority: Priority;
}

/** The dots that say how urgent something is, as buttons and as reactions. */
export const DOTS: readonly Dot[] = [
  { emoji: '🔴', word: 'Urgent', priority: 1 },
  { emoji: '🟠', word: 'High', priority: 2 },
  { emoji: '🟡', word: 'Medium', priority: 3 },
  { emoji: '🟢', word: 'Low', priority: 4 },
];

export const PIN = '📌';

/** `🔴 Urgent`; null: no priority. */
export function dotText(priority: Priority): string | null {
  const dot = DOTS.find((one) => one.priority === priority);
  return dot === undefined ? null : `${dot.emoji} ${dot.word}`;
}
