import type { House } from '../../sandbox/house.ts';
import type { Exchange } from '../../sandbox/record.ts';
import { type Bench, type Finding, forInformation, type Row } from './finding.ts';
import { manySprints } from './many-sprints.ts';
import { type Measured, openMeasured } from './measured-house.ts';
import { nextMessage, run, stop } from './programs.ts';
import { median, showSpread, spread } from './statistics.ts';

const ISSUES = 300;
const LIMIT_MS = 30;
/** The running one and as many past ones as the bot offers. */
const MOST_SPRINTS = 11;
/** Sprints that are asked for before it counts, so that both sides are measured at work, not while they compile. */
const UNCOUNTED = 2;

interface Ask {
  readonly answeredMs: number;
  /** What the bot asked Linear for it. */
  readonly bodies: readonly string[];
}

interface Sample {
  readonly coldMs: number;
  readonly linearMs: number;
  readonly warmMs: number;
  readonly requests: number;
}

/** What the bot adds to Linear's own time: reading, understanding, counting, writing, and the ways there and back. */
export const sprintRow: Row = {
  name: 'sprint',
  title: `/show-sprint with ${ISSUES} issues`,
  async run(bench) {
    const sprints = (bench.isQuick ? 4 : MOST_SPRINTS - UNCOUNTED) + UNCOUNTED;
    const requests: string[] = [];
    const measured = await openMeasured('bot', bench, {
      house: {
        workspace: manySprints({ sprints, issues: ISSUES, now: new Date() }),
        recorder: { record: noteInto(requests) },
      },
      env: { LINEAR_TEAM_ID: 'BIG' },
    });
    const replay = run('replay.mjs');
    try {
      const samples: Sample[] = [];
      for (let number = 1; number <= sprints; number += 1) {
        const sample = await sampleOf({ measured, requests, number, replay: replay.child });
        if (number > UNCOUNTED) samples.push(sample);
      }
      return findings(samples, await afterStart(bench));
    } finally {
      await stop(replay.child, replay.exited);
      await measured.close();
    }
  },
};

function noteInto(requests: string[]): (exchange: Exchange) => void {
  return ({ service, requestBody }) => {
    if (service === 'linear') requests.push(JSON.stringify(requestBody));
  };
}

interface Sampling {
  readonly measured: Pick<Measured, 'house'>;
  readonly requests: string[];
  readonly number: number;
  readonly replay: ReturnType<typeof run>['child'];
}

/** The bot, Linear alone, the bot again while it remembers. */
async function sampleOf({ measured: { house }, requests, number, replay }: Sampling): Promise<Sample> {
  const line = `/show-sprint sprint:${number}`;
  const cold = await ask(house, line, requests);
  if (cold.bodies.length === 0) throw new Error(`${line} did not ask Linear anything.`);
  const linearMs = await replayed(house, cold.bodies, replay);
  const warm = await ask(house, line, requests);
  if (warm.bodies.length > 0) throw new Error(`${line} asked Linear again within its time to remember.`);
  return { coldMs: cold.answeredMs, linearMs, warmMs: warm.answeredMs, requests: cold.bodies.length };
}

async function ask({ discord }: House, line: string, requests: string[]): Promise<Ask> {
  requests.length = 0;
  const outcome = await discord.person('leadership').type(line, { channel: 'sprint' });
  if (outcome.kind !== 'answered') throw new Error(`${line} was not answered: ${outcome.kind}`);
  return { answeredMs: outcome.answeredMs, bodies: [...requests] };
}

async function replayed(
  { linear }: House,
  bodies: readonly string[],
  replay: ReturnType<typeof run>['child'],
): Promise<number> {
  const headers = { 'content-type': 'application/json', authorization: linear.apiKey };
  const answer = nextMessage<{ ms?: number; problem?: string }>(replay);
  replay.send({ target: { url: linear.apiUrl, headers }, bodies });
  const { ms, problem } = await answer;
  if (ms === undefined) throw new Error(`Linear did not answer the same requests: ${problem}`);
  return ms;
}

/** The first command of a new process: nothing is remembered and nothing is compiled yet. */
async function afterStart(bench: Bench): Promise<readonly number[]> {
  const overheads: number[] = [];
  for (let round = 0; round < (bench.isQuick ? 1 : 3); round += 1) {
    const requests: string[] = [];
    const measured = await openMeasured('bot', bench, {
      house: {
        workspace: manySprints({ sprints: 1, issues: ISSUES, now: new Date() }),
        recorder: { record: noteInto(requests) },
      },
      env: { LINEAR_TEAM_ID: 'BIG' },
    });
    const replay = run('replay.mjs');
    try {
      const first = await ask(measured.house, '/show-sprint', requests);
      overheads.push(first.answeredMs - (await replayed(measured.house, first.bodies, replay.child)));
    } finally {
      await stop(replay.child, replay.exited);
      await measured.close();
    }
  }
  return overheads;
}

function findings(samples: readonly Sample[], firsts: readonly number[]): readonly Finding[] {
  const linear = spread(samples.map(({ linearMs }) => linearMs));
  const cold = samples.map(({ coldMs, linearMs }) => coldMs - linearMs);
  const warm = samples.map(({ warmMs }) => warmMs);
  const line = (what: string, overheads: readonly number[], reference: string): Finding => ({
    what,
    measured: `+ ${showSpread(spread(overheads), 'ms')}`,
    reference,
    ratio: null,
    reach: `overhead p50 ≤ ${LIMIT_MS} ms`,
    isReached: median(overheads) <= LIMIT_MS,
  });
  return [
    line(
      `${sprintRow.title}, cold`,
      cold,
      `Linear alone ${showSpread(linear, 'ms')} for ${samples[0]?.requests ?? 0} requests`,
    ),
    line(`${sprintRow.title}, warm`, warm, 'Linear is not asked'),
    forInformation('… first command of a new process', `+ ${showSpread(spread(firsts), 'ms')}`),
  ];
}
