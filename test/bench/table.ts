import { type Finding, verdict } from './finding.ts';

const HEAD = ['What', 'Measured', 'Reference in the same run', 'Ratio', 'Reach', 'Result'] as const;

/** The table for a terminal. */
export function plainTable(findings: readonly Finding[]): string {
  const rows = [HEAD, ...findings.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(HEAD), widths.map((width) => '─'.repeat(width)).join('  '), ...findings.map(cells).map(line)].join('\n');
}

/** The same for a document. */
export function markdownTable(findings: readonly Finding[]): string {
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;
  return [line(HEAD), line(HEAD.map(() => '---')), ...findings.map(cells).map(line)].join('\n');
}

function cells(finding: Finding): readonly string[] {
  const ratio = finding.ratio === null ? '' : `${finding.ratio.toFixed(2)} ×`;
  return [finding.what, finding.measured, finding.reference, ratio, finding.reach, verdict(finding)];
}
