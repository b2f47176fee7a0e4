/**
 * An issue as a line of a table, so that a workspace can be read and edited by people who do not program. Days count
 * from the start of the team's running cycle; an empty cell is nothing.
 */
export interface IssueLine {
  /** Unique in the workspace; relations and comments name issues by it. */
  readonly key: string;
  readonly state: string;
  /** Display name of the assignee. */
  readonly assignee: string | null;
  readonly estimate: number | null;
  readonly priority: number;
  readonly labels: readonly string[];
  readonly project: string | null;
  readonly createdDay: number;
  readonly addedDay: number | null;
  readonly startedDay: number | null;
  /** When it was completed or canceled. */
  readonly endedDay: number | null;
  readonly dueDay: number | null;
  readonly title: string;
  readonly description: string | null;
}

const COLUMNS = 14;

/**
 * Reads lines of
 * `key | state | assignee | points | priority | labels | project | created | added | started | ended | due | title | description`.
 */
export function readIssueTable(table: string): readonly IssueLine[] {
  return readTable(table, COLUMNS).map((cells) => {
    const cell = (index: number): string => cells[index] ?? '';
    const text = (index: number): string | null => cell(index) || null;
    const number = (index: number): number | null => (cell(index) === '' ? null : Number(cell(index)));
    return {
      key: cell(0),
      state: cell(1),
      assignee: text(2),
      estimate: number(3),
      priority: number(4) ?? 0,
      labels: cell(5).split(',').filter(Boolean),
      project: text(6),
      createdDay: number(7) ?? 0,
      addedDay: number(8),
      startedDay: number(9),
      endedDay: number(10),
      dueDay: number(11),
      title: cell(12),
      description: text(13),
    };
  });
}

/** Reads lines whose cells are separated by ` | `; the last cell may be missing. */
export function readTable(table: string, columns: number): readonly (readonly string[])[] {
  return table
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const cells = line.split(/\s*\|(?=\s|$)/).map((cell) => cell.trim());
      if (cells.length > columns || cells.length < columns - 1)
        throw new Error(`${columns} cells are wanted, ${cells.length} found: ${line}`);
      return cells;
    });
}
