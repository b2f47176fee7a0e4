import { parseArgs } from 'node:util';

export interface TestArguments {
  /** Names of scenarios; empty: all. */
  readonly only: readonly string[];
  readonly isFull: boolean;
  readonly setup: 'product' | 'reference';
  /** Fails where it would be skipped. */
  readonly isRequired: boolean;
  /** Leaves the box for a look at it. */
  readonly isKept: boolean;
}

export const TEST_HELP = `npm run test:vps [-- OPTIONS]

Boots a machine, sets it up, attacks it, reboots it, and says which promises hold. Root on Linux; elsewhere it says what it
needs and counts as skipped.

  --list        names the scenarios
  --only NAME   runs this scenario, and all whose names begin with it: releases for releases-…; may be given several times
  --full        the long form: kills setup after every step, not after a few
  --setup reference   runs against the minimal script instead of server-setup.sh, to see what the checks find
  --required    fails where it would be skipped
  --keep        leaves the last box running (npm run vps -- status)
  --help        this text

The last line is "N passed, N failed, N skipped". Exit code: 0 when nothing failed; 1; 64 when it was asked in the wrong way.`;

type Asked =
  | ({ readonly kind: 'run' } & TestArguments)
  | { readonly kind: 'help' | 'list' }
  | { readonly kind: 'problem'; readonly problem: string };

/** What was asked for, or what is wrong with it. */
export function parseTestArguments(args: readonly string[], scenarios: readonly string[]): Asked {
  let values: ReturnType<typeof parse>;
  try {
    values = parse(args);
  } catch (error) {
    return { kind: 'problem', problem: error instanceof Error ? error.message : String(error) };
  }
  if (values.help) return { kind: 'help' };
  if (values.list) return { kind: 'list' };
  const only = values.only ?? [];
  const unknown = only.find((asked) => !scenarios.some((name) => isAsked([asked], name)));
  if (unknown !== undefined) {
    return { kind: 'problem', problem: `There is no scenario "${unknown}". There are: ${scenarios.join(', ')}.` };
  }
  const { setup, full, required, keep } = values;
  if (setup !== 'product' && setup !== 'reference') {
    return { kind: 'problem', problem: `--setup wants product or reference, not "${setup}".` };
  }
  return { kind: 'run', only, isFull: full, setup, isRequired: required, isKept: keep };
}

/** Whether a scenario is among those that were asked for, by its name or by that of its family: `releases` for `releases-…`. */
export function isAsked(only: readonly string[], scenario: string): boolean {
  return only.length === 0 || only.some((asked) => scenario === asked || scenario.startsWith(`${asked}-`));
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', multiple: true },
      full: { type: 'boolean', default: false },
      setup: { type: 'string', default: 'product' },
      required: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  }).values;
}
