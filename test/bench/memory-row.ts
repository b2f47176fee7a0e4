import { setTimeout as wait } from 'node:timers/promises';
import { type Bench, compared, type Finding, forInformation, type Row } from './finding.ts';
import { openLoad } from './load.ts';
import { openMeasured } from './measured-house.ts';
import { memoryOf, type Which } from './programs.ts';
import { showSpread, spread } from './statistics.ts';

const COMMANDS = 30;
const LIMIT_MB = 120;

interface Memory {
  readonly idleMb: number;
  readonly usedMb: number;
  readonly peakMb: number;
}

/** What the kernel says that a process holds (VmRSS), a while after READY and after some work. */
export const memoryRow: Row = {
  name: 'memory',
  title: 'idle memory, everything on',
  async run(bench) {
    const found: Record<Which, Memory[]> = { bot: [], bare: [] };
    for (let round = 0; round < (bench.isQuick ? 2 : 3); round += 1) {
      // Both at once: idle, neither takes anything from the other.
      const [bot, bare] = await Promise.all([memoryOfOne('bot', bench), memoryOfOne('bare', bench)]);
      found.bot.push(bot);
      found.bare.push(bare);
    }
    return findings(found);
  },
};

async function memoryOfOne(which: Which, bench: Bench): Promise<Memory> {
  const { house, program, close } = await openMeasured(which, bench);
  try {
    await wait(bench.isQuick ? 5_000 : 15_000);
    const idleMb = memoryOf(program.child).nowMb;
    await openLoad(house, { perSecond: 20, seconds: COMMANDS / 20 });
    await wait(bench.isQuick ? 1_000 : 5_000);
    const { nowMb, peakMb } = memoryOf(program.child);
    return { idleMb, usedMb: nowMb, peakMb };
  } finally {
    await close();
  }
}

function findings(found: Record<Which, readonly Memory[]>): readonly Finding[] {
  const of = (which: Which, what: keyof Memory) => spread(found[which].map((memory) => memory[what]));
  const line = (what: string, which: 'idleMb' | 'usedMb'): Finding =>
    compared({
      what,
      unit: 'MB',
      measured: of('bot', which),
      reference: { name: 'bare client', spread: of('bare', which) },
      reach: { atMost: 1.5 },
      limit: LIMIT_MB,
    });
  return [
    line(memoryRow.title, 'idleMb'),
    line(`… after ${COMMANDS} commands`, 'usedMb'),
    forInformation(
      '… most it ever held meanwhile',
      showSpread(of('bot', 'peakMb'), 'MB'),
      `bare client ${showSpread(of('bare', 'peakMb'), 'MB')}`,
    ),
  ];
}
