import type { Column, ImportLine, ImportTable } from './import-columns.ts';
import { readDate, readIdentifier, readMoment, readNumber, readPriority } from './import-values.ts';

const MOMENTS: readonly Column[] = [
  'Cycle Start',
  'Cycle End',
  'Created',
  'Updated',
  'Started',
  'Triaged',
  'Completed',
  'Canceled',
  'Archived',
];

/** All that is wrong with the lines of an export, with line numbers; empty when it can be imported. */
export function checkLines(table: ImportTable): readonly string[] {
  const seen = new Map<string, number>();
  const cycles = new Map<string, { readonly line: number; readonly times: string }>();
  return table.lines.flatMap((line) => [
    ...identifierProblems(line, seen),
    ...valueProblems(line),
    ...cycleProblems(table, line, cycles),
  ]);
}

function identifierProblems(line: ImportLine, seen: Map<string, number>): string[] {
  const id = line.cell('ID');
  if (!readIdentifier(id)) return [`line ${line.line}: ID ${shown(id)} is not an identifier like ENG-12.`];
  const before = seen.get(id);
  if (before !== undefined) return [`line ${line.line}: ${id} is already on line ${before}.`];
  seen.set(id, line.line);
  const uuid = line.cell('UUID').toLowerCase();
  const sameUuid = uuid === '' ? undefined : seen.get(uuid);
  if (sameUuid !== undefined) return [`line ${line.line}: UUID ${shown(uuid)} is already on line ${sameUuid}.`];
  seen.set(uuid, line.line);
  const empty = (['Title', 'Status'] as const).filter((column) => line.cell(column) === '');
  return empty.map((column) => `line ${line.line}: ${id} has no ${column}.`);
}

function valueProblems(line: ImportLine): string[] {
  const wrong = (column: Column, read: (text: string) => unknown, wanted: string): string[] => {
    const text = line.cell(column);
    if (text === '' || read(text) !== null) return [];
    return [`line ${line.line}: ${column} ${shown(text)} is not ${wanted}.`];
  };
  return [
    ...MOMENTS.flatMap((column) => wrong(column, readMoment, 'a time as Linear writes it')),
    ...wrong('Due Date', readDate, 'a date as Linear writes it'),
    ...wrong('Estimate', readNumber, 'a number'),
    ...wrong('Cycle Number', readNumber, 'a number'),
    ...wrong('Priority', readPriority, 'one of No priority, Urgent, High, Medium, Low'),
  ];
}

function cycleProblems(
  table: ImportTable,
  line: ImportLine,
  cycles: Map<string, { readonly line: number; readonly times: string }>,
): string[] {
  const number = line.cell('Cycle Number');
  const key = readIdentifier(line.cell('ID'))?.key;
  if (number === '' || key === undefined || !table.has('Cycle Start') || !table.has('Cycle End')) return [];
  const [start, end] = [line.cell('Cycle Start'), line.cell('Cycle End')];
  if (start === '' || end === '') return [`line ${line.line}: cycle ${number} has no start or no end.`];
  const times = `${readMoment(start)} to ${readMoment(end)}`;
  const known = cycles.get(`${key} ${number}`);
  if (!known) cycles.set(`${key} ${number}`, { line: line.line, times });
  if (!known || known.times === times) return [];
  return [`line ${line.line}: cycle ${number} runs from ${times}, but on line ${known.line} from ${known.times}.`];
}

function shown(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
