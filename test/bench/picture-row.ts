import type { InteractionTrace } from '../../sandbox/discord/interactions/trace.ts';
import { resvgPictures } from '../../src/adapters/resvg/draw-pictures.ts';
import { noMetrics } from '../../src/ports/metrics.ts';
import { burnUpChart } from '../../src/shared/charts/burn-up-chart.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { HealthBoard } from '../../src/shared/health-board.ts';
import { FONT_SOURCE } from '../../tools/build/fonts.ts';
import { BURN_UP, EXTREME_CHARTS } from '../fakes/sample-charts.ts';
import { type Bench, type Finding, forInformation, type Row } from './finding.ts';
import { until } from './load.ts';
import { manySprints } from './many-sprints.ts';
import { openMeasured } from './measured-house.ts';
import { quantile, showNumber, showSpread, spread } from './statistics.ts';

const ISSUES = 300;
const SPRINTS = 10;
const LIMIT_MS = 40;
/** Discord gives up after 3 seconds. */
const LATE_MS = 3_000;
const PATIENCE_MS = 60_000;

/** One chart by itself; then twenty different ones in the running bot while others ask for something quick. */
export const pictureRow: Row = {
  name: 'picture',
  title: `a chart of 60 days, ${ISSUES} issues`,
  async run(bench) {
    return [await alone(bench), ...(await whileOthersAsk(bench))];
  },
};

async function alone(bench: Bench): Promise<Finding> {
  const pictures = resvgPictures({ fontDir: FONT_SOURCE, metrics: noMetrics, health: new HealthBoard(systemClock) });
  const times: number[] = [];
  for (let round = 0; round < (bench.isQuick ? 15 : 60); round += 1) {
    const startedAt = performance.now();
    // Each a little different, so that none is one that is still remembered.
    const svg = burnUpChart({ ...BURN_UP, ...EXTREME_CHARTS.burnUp.long, title: `Sprint ${round}` });
    await pictures.draw({ name: 'burn-up.png', alt: '', svg });
    if (round >= 5) times.push(performance.now() - startedAt);
  }
  const found = spread(times);
  return {
    what: `${pictureRow.title}: from numbers to PNG, p50`,
    measured: showSpread(found, 'ms'),
    reference: '',
    ratio: null,
    reach: `≤ ${LIMIT_MS} ms`,
    isReached: found.median <= LIMIT_MS,
  };
}

async function whileOthersAsk(bench: Bench): Promise<readonly Finding[]> {
  const measured = await openMeasured('bot', bench, {
    house: { workspace: manySprints({ sprints: SPRINTS, issues: ISSUES, now: new Date() }) },
    env: { LINEAR_TEAM_ID: 'BIG' },
  });
  const { discord } = measured.house;
  try {
    const fire = (name: string, line: string) => discord.person(name).fire(line, { channel: 'sprint' });
    const asked = Array.from({ length: SPRINTS }, (_, index) =>
      ['/show-sprint', '/sprint-timeline'].map((command) => fire('leadership', `${command} sprint:${index + 1}`)),
    ).flat();
    const quick: InteractionTrace[] = [];
    const timer = setInterval(() => quick.push(fire('developer', '/my-tasks')), 25);
    await until(() => asked.every(({ answeredMs }) => answeredMs !== null), PATIENCE_MS);
    clearInterval(timer);
    await until(() => quick.every(({ acknowledgedMs }) => acknowledgedMs !== null), PATIENCE_MS);
    const unanswered = asked.filter(({ answeredMs }) => answeredMs === null).length;
    const traces = [...asked, ...quick];
    const acknowledged = traces.flatMap(({ acknowledgedMs }) => acknowledgedMs ?? []);
    const worst = Math.max(...acknowledged);
    return [
      {
        what: `… acknowledgements while ${asked.length} are drawn: late`,
        measured: `${acknowledged.filter((ms) => ms > LATE_MS).length} of ${acknowledged.length}, the slowest after ${showNumber(worst)} ms`,
        reference: '',
        ratio: null,
        reach: 'none late, all answered',
        isReached: worst <= LATE_MS && unanswered === 0,
      },
      forInformation(
        '… p50 / p99 of them',
        [0.5, 0.99].map((part) => `${showNumber(quantile(acknowledged, part))} ms`).join(' / '),
      ),
    ];
  } finally {
    await measured.close();
  }
}
