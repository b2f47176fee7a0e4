import type { CsvRecord } from './csv.ts';

/** The columns of Linear's export that we read. Linear has added some over the years; only three must be there. */
export const COLUMNS = [
  'ID',
  'Team',
  'Title',
  'Description',
  'Status',
  'Estimate',
  'Priority',
  'Project ID',
  'Project',
  'Creator',
  'Assignee',
  'Labels',
  'Cycle Number',
  'Cycle Name',
  'Cycle Start',
  'Cycle End',
  'Created',
  'Updated',
  'Started',
  'Triaged',
  'Completed',
  'Canceled',
  'Archived',
  'Due Date',
  'Parent issue',
  'UUID',
  'Related to',
  'Blocked by',
  'Duplicate of',
] as const;

export type Column = (typeof COLUMNS)[number];

const REQUIRED: readonly Column[] = ['ID', 'Title', 'Status'];

/** One issue of the file: its cells by column, trimmed, without the mark that Linear puts before formulas. */
export interface ImportLine {
  readonly line: number;
  cell(column: Column): string;
}

export interface ImportTable {
  readonly lines: readonly ImportLine[];
  has(column: Column): boolean;
}

/** The file as a table, or why it is no export of Linear's. Columns are found by name, in any order. */
export function readColumns(records: readonly CsvRecord[]): ImportTable | readonly string[] {
  const [header, ...rows] = records;
  if (!header) return ['The file is empty.'];
  const names = header.cells.map((name) => name.trim().toLowerCase());
  const places = new Map(COLUMNS.map((column) => [column, names.indexOf(column.toLowerCase())]));
  const missing = REQUIRED.filter((column) => places.get(column) === -1);
  if (missing.length > 0) return [wrongHeader(header, missing)];
  if (rows.length === 0) return ['The file has a header but no issues.'];
  // Shorter ones are Linear's own: some exports end a line before its last empty cells.
  const long = rows.filter(({ cells }) => cells.length > names.length);
  if (long.length > 0)
    return long.map(({ line, cells }) => `line ${line}: ${cells.length} cells, but the header has ${names.length}.`);
  const lines = rows.map(({ line, cells }) => ({
    line,
    cell: (column: Column): string => {
      const text = unguarded(cells[places.get(column) ?? -1] ?? '');
      // Four spaces at the start of Markdown mean something.
      return column === 'Description' ? text : text.trim();
    },
  }));
  return { lines, has: (column) => places.get(column) !== -1 };
}

function wrongHeader(header: CsvRecord, missing: readonly Column[]): string {
  const found = header.cells.join(', ').slice(0, 120);
  const hint =
    header.cells.length === 1 && found.includes(';')
      ? ' Its cells are separated by semicolons; Linear writes commas.'
      : ' In Linear: Settings → Import / export → Export data.';
  return `line ${header.line}: this is not Linear's CSV export, because the column ${missing.join(', ')} is missing. Found: ${found}.${hint}`;
}

// Linear writes ' before text that a spreadsheet could take for a formula; its own importer takes it away like this:
// https://github.com/linear/linear/blob/master/packages/import/src/importers/linearCsv/LinearCsvImporter.ts
function unguarded(text: string): string {
  return text.replace(/^'(?=[+\-=@])/, '');
}
