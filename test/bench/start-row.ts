import { openHouse } from '../../sandbox/house.ts';
import { type Bench, compared, type Finding, forInformation, type Row } from './finding.ts';
import { onGatewayEvent, type Program, processorMsOf, startProgram, type Which } from './programs.ts';
import { showSpread, spread } from './statistics.ts';

interface Start {
  readonly readyMs: number;
  readonly processorMs: number;
}

/** From the call that makes the process to the moment the gateway sends READY (or, with old data, RESUMED). */
export const startRow: Row = {
  name: 'start',
  title: 'process start to READY',
  async run(bench) {
    const starts: Record<Which, Start[]> = { bot: [], bare: [] };
    const restarts: Start[] = [];
    // The first round brings the files into memory and is not counted.
    for (let round = 0; round <= (bench.isQuick ? 4 : 10); round += 1) {
      // Fresh ones each time: Discord allows one IDENTIFY in five seconds.
      for (const which of ['bot', 'bare'] as const) {
        const [start, again] = await startInFreshHouse(which, bench);
        if (round === 0) continue;
        starts[which].push(start);
        if (again) restarts.push(again);
      }
    }
    return findings(starts, restarts);
  },
};

function findings(starts: Record<Which, readonly Start[]>, restarts: readonly Start[]): readonly Finding[] {
  const of = (which: Which, what: keyof Start) => spread(starts[which].map((start) => start[what]));
  return [
    compared({
      what: startRow.title,
      unit: 'ms',
      measured: of('bot', 'readyMs'),
      reference: { name: 'bare client', spread: of('bare', 'readyMs') },
      reach: { atMost: 1.5 },
    }),
    forInformation(
      '… processor time of it',
      showSpread(of('bot', 'processorMs'), 'ms'),
      `bare client ${showSpread(of('bare', 'processorMs'), 'ms')}`,
    ),
    forInformation(
      '… restart with its data, to RESUMED',
      showSpread(spread(restarts.map(({ readyMs }) => readyMs)), 'ms'),
    ),
  ];
}

/** The bot is started a second time, so that it resumes; the bare client has nothing to resume. */
async function startInFreshHouse(which: Which, bench: Bench): Promise<readonly [Start, Start?]> {
  let seen: () => void = () => undefined;
  const house = await openHouse({ recorder: onGatewayEvent(['READY', 'RESUMED'], () => seen()) });
  const start = async (): Promise<Start> => {
    let program: Program | null = null;
    const connected = new Promise<Start>((resolve) => {
      seen = () => {
        const now = performance.now();
        if (program) resolve({ readyMs: now - program.startedAtMs, processorMs: processorMsOf(program.child) });
      };
    });
    program = startProgram(which, house, bench);
    // Fails when the program ends instead.
    await program.ready;
    const result = await connected;
    await program.stop();
    return result;
  };
  try {
    return which === 'bot' ? [await start(), await start()] : [await start()];
  } finally {
    await house.close();
  }
}
