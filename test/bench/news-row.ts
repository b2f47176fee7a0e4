import { setImmediate as afterEvents, setTimeout as wait } from 'node:timers/promises';
import type { House } from '../../sandbox/house.ts';
import { type Bench, type Finding, forInformation, type Row } from './finding.ts';
import { until } from './load.ts';
import { openMeasured } from './measured-house.ts';
import { nextMessage, processorMsOf, run, stop } from './programs.ts';
import { quantile, showNumber } from './statistics.ts';

/** As many as Discord takes from one bot; each is a message of its own. */
const PER_SECOND = 50;
const P50_MS = 100;
const P99_MS = 500;
const PATIENCE_MS = 20_000;
/** Each is told of one kind of issue, so that the channels share the load. */
const CHANNELS = [
  ['news', 'Bug'],
  ['sprint', 'Feature'],
  ['general', 'Docs'],
  ['feedback', 'Infra'],
] as const;

/** Makes something happen that is told with this mark; in turns in each of the channels. */
type Happen = (mark: string, channel: (typeof CHANNELS)[number]) => void;

/** An open load of signed webhooks, from the moment that each is sent until its message stands in Discord. */
export const newsRow: Row = {
  name: 'news',
  title: `webhook → message in Discord, ${PER_SECOND} per second`,
  async run(bench) {
    // Without Discord's limits per channel: they would be all that is measured.
    let elapsed = 0;
    const elapsedMs = (): number => {
      elapsed += 10_000;
      return elapsed;
    };
    const measured = await openMeasured('bot', bench, {
      house: { discord: { elapsedMs } },
      more: (house) => channelRules(house),
    });
    const { house } = measured;
    const sender = run('bare-sender.mjs', house.env());
    try {
      await nextMessage(sender.child);
      const person = house.linear.person('ada');
      const byWebhook: Happen = (mark, [, label]) => void person.create('ENG', mark, { label });
      const bare: Happen = (mark, [name]) => {
        const embed = { title: mark, description: '🆕 **Created** · Backlog · by Ada Okafor', footer: { text: mark } };
        sender.child.send({ channelId: idOf(house, name), embed });
      };
      const processorMs = {
        byWebhook: () => processorMsOf(measured.program.child),
        bare: () => processorMsOf(sender.child),
      };
      return await inTurns(house, { happen: { byWebhook, bare }, processorMs }, bench);
    } finally {
      await stop(sender.child, sender.exited);
      await measured.close();
    }
  },
};

const idOf = ({ discord }: House, name: string): string => discord.world.channelNamed(name)?.id ?? '';

function channelRules(house: House): string {
  const rules = CHANNELS.map(
    ([name, label]) => `  - channel: "${idOf(house, name)}"\n    tells: everything\n    only: {labels: [${label}]}\n`,
  );
  return `channels:\n${rules.join('')}`;
}

interface Ways {
  readonly happen: { readonly byWebhook: Happen; readonly bare: Happen };
  /** Of each of the two programs so far. */
  readonly processorMs: { readonly byWebhook: () => number; readonly bare: () => number };
}

async function inTurns(house: House, { happen, processorMs }: Ways, bench: Bench): Promise<readonly Finding[]> {
  const seconds = bench.isQuick ? 4 : 10;
  // A little first, uncounted: both are to be measured at work, not while they compile.
  for (const one of [happen.byWebhook, happen.bare]) await load(house, one, 2);
  const before = { byWebhook: processorMs.byWebhook(), bare: processorMs.bare() };
  const found = { byWebhook: [] as number[], bare: [] as number[] };
  let lost = 0;
  for (let round = 0; round < (bench.isQuick ? 2 : 4); round += 1) {
    for (const which of ['byWebhook', 'bare'] as const) {
      const { times, missing } = await load(house, happen[which], seconds);
      found[which].push(...times);
      lost += missing;
    }
  }
  const [p50, p99] = [quantile(found.byWebhook, 0.5), quantile(found.byWebhook, 0.99)];
  return [
    {
      what: `${newsRow.title}: p50 / p99`,
      measured: `${showNumber(p50)} / ${showNumber(p99)} ms`,
      reference: `bare sending ${tail(found.bare)}`,
      ratio: p50 / quantile(found.bare, 0.5),
      reach: `≤ ${P50_MS} / ≤ ${P99_MS} ms, none lost`,
      isReached: p50 <= P50_MS && p99 <= P99_MS && lost === 0,
    },
    forInformation(
      '… processor time for each',
      `${showNumber((processorMs.byWebhook() - before.byWebhook) / found.byWebhook.length)} ms`,
      `bare sending ${showNumber((processorMs.bare() - before.bare) / found.bare.length)} ms`,
    ),
    forInformation('… p50 / p99 / max', tail(found.byWebhook), `of ${found.byWebhook.length}, lost: ${lost}`),
  ];
}

let marks = 0;

/** At a fixed rate, whether what happened before is told or not. Milliseconds until each was told. */
async function load(house: House, happen: Happen, seconds: number): Promise<{ times: number[]; missing: number }> {
  const waiting = new Map<string, number>();
  const times: number[] = [];
  const stopListening = house.discord.on('message', ({ payload }) => {
    const mark = /mark\d+x/.exec(payload.embeds[0]?.title ?? '')?.[0] ?? '';
    const sentAt = waiting.get(mark);
    if (sentAt === undefined) return;
    times.push(performance.now() - sentAt);
    waiting.delete(mark);
  });
  const startedAt = performance.now();
  for (let index = 0; index < PER_SECOND * seconds; index += 1) {
    const early = startedAt + (index * 1_000) / PER_SECOND - performance.now();
    // When late, what has arrived meanwhile goes first: it is what we measure.
    await (early > 0 ? wait(early) : afterEvents());
    const mark = `mark${marks}x`;
    marks += 1;
    waiting.set(mark, performance.now());
    happen(mark, CHANNELS[index % CHANNELS.length] ?? CHANNELS[0]);
  }
  await until(() => waiting.size === 0, PATIENCE_MS);
  stopListening();
  return { times, missing: waiting.size };
}

function tail(values: readonly number[]): string {
  return `${[0.5, 0.99, 1].map((part) => showNumber(quantile(values, part))).join(' / ')} ms`;
}
