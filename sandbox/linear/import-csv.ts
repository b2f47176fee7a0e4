import { parseCsv } from './csv.ts';
import { buildImported } from './import-build.ts';
import { checkLines } from './import-check.ts';
import { readColumns } from './import-columns.ts';
import type { Workspace } from './workspace.ts';

/** Why a file was not imported: sentences for the person who gave it. */
export interface ImportProblems {
  readonly kind: 'problems';
  readonly problems: readonly string[];
}

const SHOWN = 20;

/**
 * A workspace from Linear's own CSV export (Settings → Import / export → Export data), in the forms that it has had since
 * 2022. Columns are found by name; only ID, Title and Status must be there. Nothing is altered or invented: a cycle runs
 * when its own dates say so, and what the export does not hold stays empty (comments, attachments, when an issue came
 * into its cycle); an issue without `Created` is taken as made now. The category of a state is inferred: see `inferStateType`. References to issues outside of the
 * file are left out.
 */
export function importCsv(text: string, { now }: { readonly now: Date }): Workspace | ImportProblems {
  const { records, problems } = parseCsv(text);
  if (problems.length > 0) return refusal(problems.map(({ line, problem }) => `line ${line}: ${problem}.`));
  const table = readColumns(records);
  if (!('lines' in table)) return refusal(table);
  const wrong = checkLines(table);
  return wrong.length > 0 ? refusal(wrong) : buildImported(table, now);
}

function refusal(problems: readonly string[]): ImportProblems {
  const more = problems.length - SHOWN;
  const shown = problems.slice(0, SHOWN);
  return { kind: 'problems', problems: more > 0 ? [...shown, `… and ${more} more problems like these.`] : shown };
}
