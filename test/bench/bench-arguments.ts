import { parseArgs } from 'node:util';

export interface BenchArguments {
  /** Names of rows; empty: all. */
  readonly only: readonly string[];
  readonly isQuick: boolean;
  readonly print: 'plain' | 'markdown' | 'json';
}

export const BENCH_HELP = `npm run bench [-- OPTIONS]

Measures the product beside references that run in the same minutes on the same machine, and says for each row whether
what was asked for is reached. The table goes to standard output, everything else to standard error.

  --list        names the rows
  --only NAME   measures this row; may be given several times
  --quick       fewer and shorter runs: whether it works, not numbers to believe
  --markdown    prints the table as Markdown
  --json        prints everything as JSON
  --help        this text

Exit code: 0 when everything was measured, also when something is not reached; 1 when a row could not be measured;
64 when it was asked in the wrong way.`;

/** What was asked for, or what is wrong with it. */
export function parseBenchArguments(
  args: readonly string[],
  rows: readonly string[],
):
  | ({ readonly kind: 'run' } & BenchArguments)
  | { readonly kind: 'help' | 'list' }
  | { readonly kind: 'problem'; readonly problem: string } {
  let values: ReturnType<typeof parse>;
  try {
    values = parse(args);
  } catch (error) {
    return { kind: 'problem', problem: error instanceof Error ? error.message : String(error) };
  }
  if (values.help) return { kind: 'help' };
  if (values.list) return { kind: 'list' };
  const only = values.only ?? [];
  const unknown = only.find((name) => !rows.includes(name));
  if (unknown !== undefined) {
    return { kind: 'problem', problem: `There is no row "${unknown}". There are: ${rows.join(', ')}.` };
  }
  const print = values.json ? 'json' : values.markdown ? 'markdown' : 'plain';
  return { kind: 'run', only, isQuick: values.quick, print };
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', multiple: true },
      quick: { type: 'boolean', default: false },
      markdown: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  }).values;
}
