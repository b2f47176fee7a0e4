import type { InteractionTrace } from '../../sandbox/discord/interactions/trace.ts';
import type { House } from '../../sandbox/house.ts';
import { type Bench, type Finding, forInformation, type Row } from './finding.ts';
import { openLoad, until } from './load.ts';
import { type Measured, openMeasured } from './measured-house.ts';
import type { Which } from './programs.ts';
import { quantile, type Spread, showNumber, showSpread, spread } from './statistics.ts';

const PER_SECOND = 100;
const ACCEPTED_RATIO = 2;
const DEADLINE_MS = 3_000;
const PATIENCE_MS = 10_000;

interface Segment {
  readonly traces: readonly InteractionTrace[];
  readonly lagMs: readonly number[];
}

/** An open load of commands; both programs are there all the time and get it in turns, so that drift hits both. */
export const acknowledgeRow: Row = {
  name: 'acknowledge',
  title: `interaction → acknowledgement, ${PER_SECOND} per second`,
  async run(bench) {
    const open: Measured[] = [];
    try {
      for (const which of ['bot', 'bare'] as const) open.push(await openMeasured(which, bench));
      const [bot, bare] = open as [Measured, Measured];
      await connectTwo(bot.house);
      const segments = await inTurns({ bot: bot.house, bare: bare.house }, bench);
      return findings(segments);
    } finally {
      for (const measured of open) await measured.close();
    }
  },
};

/** So that `/my-tasks` has tasks to show for some and has to ask who one is for the others. */
async function connectTwo({ discord }: House): Promise<void> {
  for (const [name, line] of [
    ['developer', '/connect person:Devon Clarke'],
    ['dev2', '/connect person:Deepa Rao'],
  ] as const) {
    const outcome = await discord.person(name).type(line);
    if (outcome.kind !== 'answered') throw new Error(`${line} was not answered: ${outcome.kind}`);
  }
}

async function inTurns(houses: Record<Which, House>, bench: Bench): Promise<Record<Which, Segment[]>> {
  const seconds = bench.isQuick ? 3 : 5;
  const found: Record<Which, Segment[]> = { bot: [], bare: [] };
  // A little first, uncounted: both are to be measured at work, not while they compile.
  for (const which of ['bot', 'bare'] as const) await openLoad(houses[which], { perSecond: 50, seconds: 2 });
  for (let round = 0; round < (bench.isQuick ? 3 : 6); round += 1) {
    for (const which of ['bot', 'bare'] as const) {
      const load = await openLoad(houses[which], { perSecond: PER_SECOND, seconds });
      await until(() => load.traces.every((trace) => isThrough(trace, which)), PATIENCE_MS);
      found[which].push(load);
    }
  }
  return found;
}

function isThrough(trace: InteractionTrace, which: Which): boolean {
  return trace.isExpired || (which === 'bot' ? trace.answeredMs : trace.acknowledgedMs) !== null;
}

function findings(segments: Record<Which, readonly Segment[]>): readonly Finding[] {
  const bot = segments.bot.flatMap(({ traces }) => traces);
  const bare = segments.bare.flatMap(({ traces }) => traces);
  const [botMs, bareMs] = [acknowledgedMs(bot), acknowledgedMs(bare)];
  const [botP99, bareP99] = [p99Of(segments.bot), p99Of(segments.bare)];
  const ratio = botP99.median / bareP99.median;
  const faults = faultsOf(bot);
  const sent = [...segments.bot, ...segments.bare].flatMap(({ lagMs }) => lagMs);
  return [
    {
      what: `${acknowledgeRow.title}: p99`,
      measured: showSpread(botP99, 'ms'),
      reference: `bare client ${showSpread(bareP99, 'ms')}`,
      ratio,
      reach: `≤ ${ACCEPTED_RATIO} ×, none late, none lost`,
      isReached: ratio <= ACCEPTED_RATIO && faults.length === 0,
    },
    forInformation('… all turns together, p50 / p99 / max', tail(botMs), `bare client ${tail(bareMs)}`),
    forInformation(
      `… of ${bot.length}: late, lost, twice, unanswered`,
      faults.length === 0 ? 'none' : faults.join(', '),
      `bare client: ${faultsOf(bare, 'acknowledged only').join(', ') || 'none'}`,
    ),
    forInformation('… to the answer, p50 / p99 / max', tail(bot.flatMap(({ answeredMs }) => answeredMs ?? []))),
    forInformation('… the load generator was late by, p50 / p99 / max', tail(sent)),
  ];
}

function acknowledgedMs(traces: readonly InteractionTrace[]): readonly number[] {
  return traces.flatMap(({ acknowledgedMs: ms }) => ms ?? []);
}

/** Of each turn by itself: what disturbs the machine for a moment spoils one turn and not the whole. */
function p99Of(segments: readonly Segment[]): Spread {
  return spread(segments.map(({ traces }) => quantile(acknowledgedMs(traces), 0.99)));
}

function tail(values: readonly number[]): string {
  return `${[0.5, 0.99, 1].map((part) => showNumber(quantile(values, part))).join(' / ')} ms`;
}

function faultsOf(traces: readonly InteractionTrace[], want: 'answered' | 'acknowledged only' = 'answered'): string[] {
  const count = (text: string, isFault: (trace: InteractionTrace) => boolean): string[] => {
    const found = traces.filter(isFault).length;
    return found === 0 ? [] : [`${found} ${text}`];
  };
  return [
    ...count('late', ({ isExpired, acknowledgedMs: ms }) => isExpired || (ms ?? 0) > DEADLINE_MS),
    ...count('lost', ({ isExpired, acknowledgedMs: ms }) => !isExpired && ms === null),
    ...count(
      'acknowledged twice',
      ({ callbacks, rejectedCallbacks }) => callbacks.length + rejectedCallbacks.length > 1,
    ),
    ...(want === 'answered' ? count('unanswered', ({ answeredMs }) => answeredMs === null) : []),
  ];
}
