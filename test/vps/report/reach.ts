import type { Result } from './finding.ts';

/** One row of what was promised: how far it is to reach, and how far it came. */
export interface Reach {
  readonly what: string;
  readonly reach: string;
  readonly seen: string;
  readonly result: Result;
}

/** The same under the same load, done in several ways. */
export interface Comparison {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly what: string; readonly cells: readonly string[] }[];
  /** How each way was set up, one sentence each. */
  readonly notes: readonly string[];
}

const MARKS = { passed: '✔', failed: '✘', skipped: '–' } as const;

/** What, Reach and Seen of each row, one below the other: the sentences are too long for columns. */
export function renderReaches(reaches: readonly Reach[]): string {
  return reaches
    .map(({ what, reach, seen, result }) => {
      const lines = seen.split('\n');
      return [
        `${MARKS[result]} ${what}`,
        `    Reach  ${reach}`,
        ...lines.map((line, n) => `    ${n === 0 ? 'Seen ' : '     '}  ${line}`),
      ];
    })
    .map((lines) => lines.join('\n'))
    .join('\n');
}

export function renderComparison({ title, columns, rows, notes }: Comparison): string {
  const table = [['', ...columns], ...rows.map(({ what, cells }) => [what, ...cells])];
  const widths = ['', ...columns].map((_, column) => Math.max(...table.map((cells) => (cells[column] ?? '').length)));
  const lines = table.map((cells) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
  return [title, ...lines.map((line) => `  ${line.trimEnd()}`), ...notes.map((note) => `  ${note}`)].join('\n');
}
