import { parseArgs } from 'node:util';

/** What the demo was asked to do. */
export interface DemoArguments {
  /** What to do, in order: lines to type, events to let happen. Empty for the chat in the terminal. */
  readonly steps: readonly { readonly kind: 'say' | 'event'; readonly line: string }[];
  /** User name of the member who types. */
  readonly as: string;
  readonly importFile: string | null;
  readonly recordFile: string | null;
  /** Port of the control API; 0 picks a free one; null switches it off. */
  readonly controlPort: number | null;
  /** Port of the page; 0 picks a free one. */
  readonly pagePort: number;
  /** Only the page in the browser, until somebody ends it. */
  readonly isWebOnly: boolean;
  readonly isWithoutLinear: boolean;
  readonly isVerbose: boolean;
}

export const DEMO_HELP = `Onomancer's demo: the real bot on a small Discord and Linear of its own, on 127.0.0.1. No token is needed.

  npm run demo                            a chat in the terminal, and the same as a page in the browser
  npm run demo -- --web                   only the page, until Ctrl-C
  npm run demo -- --say '/show-sprint'    types one line, prints the reply, exits 0 (1 when it was not answered well)

  npm run demo -- --event linear:issue.update
                                          lets it happen, prints what the bot says, exits 0 (1 when it did not take it)

  --say LINE        what to type; may be given several times
  --event LINE      what is to happen in Linear, GitHub or Vercel: 'linear:issue.update issue:ENG-130 state:"In Review"';
                    may be given several times, also between --say; "--event list" lists what can
  --as NAME         who types (default: leadership); ":people" in the chat lists them
  --import FILE     a Linear workspace from Linear's own CSV export instead of the invented one
  --record FILE     writes every request and response of the sandbox as JSON lines (new file)
  --control PORT    a control API for faults and scripts on 127.0.0.1:PORT (0 picks a port)
  --port PORT       the page on 127.0.0.1:PORT (default: a free one, which is printed)
  --web             only the page in the browser, no chat in the terminal
  --without-linear  starts the bot without a Linear token
  --verbose         shows the bot's log
  --help            this text`;

/** The arguments, or what is wrong with them. */
export function parseDemoArguments(
  argv: readonly string[],
):
  | DemoArguments
  | { readonly kind: 'help' }
  | { readonly kind: 'events' }
  | { readonly kind: 'problem'; readonly problem: string } {
  try {
    const { values, tokens } = parseArgs({
      args: [...argv],
      tokens: true,
      options: {
        say: { type: 'string', multiple: true },
        event: { type: 'string', multiple: true },
        as: { type: 'string' },
        import: { type: 'string' },
        record: { type: 'string' },
        control: { type: 'string' },
        port: { type: 'string' },
        web: { type: 'boolean' },
        'without-linear': { type: 'boolean' },
        verbose: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) return { kind: 'help' };
    if (values.event?.includes('list')) return { kind: 'events' };
    for (const name of ['control', 'port'] as const)
      if (values[name] !== undefined && !isPort(values[name]))
        return { kind: 'problem', problem: `--${name} wants a port from 0 to 65535, not "${values[name]}".` };
    if (values.port !== undefined && (values.say ?? values.event))
      return { kind: 'problem', problem: '--port is for the page, and with --say and --event there is none.' };
    return {
      steps: tokens.flatMap((token) => {
        if (token.kind !== 'option' || (token.name !== 'say' && token.name !== 'event')) return [];
        return [{ kind: token.name, line: token.value ?? '' } as const];
      }),
      as: values.as ?? 'leadership',
      importFile: values.import ?? null,
      recordFile: values.record ?? null,
      controlPort: values.control === undefined ? null : Number(values.control),
      pagePort: Number(values.port ?? 0),
      isWebOnly: values.web ?? false,
      isWithoutLinear: values['without-linear'] ?? false,
      isVerbose: values.verbose ?? false,
    };
  } catch (error) {
    return { kind: 'problem', problem: error instanceof Error ? error.message : String(error) };
  }
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535;
}
