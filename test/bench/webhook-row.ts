import type { ChildProcess } from 'node:child_process';
import { compared, type Finding, forInformation, type Row } from './finding.ts';
import { openMeasured } from './measured-house.ts';
import { listeningAt, nextMessage, run, stop } from './programs.ts';
import { type Spread, showSpread, spread } from './statistics.ts';
import type { Shots } from './webhook-shots.ts';

const CONNECTIONS = 20;
const SECRET = 'only-for-the-bench-0123456789';
const LEAST_PER_SECOND = 3_000;
const MOST_P99_MS = 25;

type Which = 'bot' | 'nothing' | 'hello' | 'helloPost';

/** The bot with everything on, the same route writing nothing, and a hello world, shot at in turns by one client. */
export const webhookRow: Row = {
  name: 'webhooks',
  title: `signed webhooks of Linear, on disk before the answer, ${CONNECTIONS} connections`,
  async run(bench) {
    const hello = run('hello-world.mjs');
    const nothing = run('webhook-nothing.ts', { LINEAR_WEBHOOK_SECRET: SECRET });
    const bot = await openMeasured('bot', bench, { env: { LINEAR_WEBHOOK_SECRET: SECRET } });
    const client = run('webhook-shots.ts');
    try {
      const [helloUrl, nothingUrl] = await Promise.all([
        nextMessage<string>(hello.child),
        nextMessage<string>(nothing.child),
        nextMessage(client.child),
      ]);
      const urls = { bot: listeningAt(bot.program), nothing: nothingUrl, hello: helloUrl, helloPost: helloUrl };
      return findings(await inTurns(client.child, urls, bench.isQuick));
    } finally {
      await stop(client.child, client.exited);
      await bot.close();
      await stop(nothing.child, nothing.exited);
      await stop(hello.child, hello.exited);
    }
  },
};

async function inTurns(
  client: ChildProcess,
  urls: Readonly<Record<Which, string>>,
  isQuick: boolean,
): Promise<Readonly<Record<Which, readonly Shots[]>>> {
  const shots: Record<Which, Shots[]> = { bot: [], nothing: [], hello: [], helloPost: [] };
  const amount = isQuick ? 5_000 : 20_000;
  // The first round only warms up.
  for (let round = -1; round < (isQuick ? 2 : 6); round += 1) {
    for (const which of ['bot', 'nothing', 'hello', 'helloPost'] as const) {
      const found = await shoot(client, { url: urls[which], amount, isSigned: which !== 'hello' });
      if (round >= 0) shots[which].push(found);
    }
  }
  return shots;
}

async function shoot(client: ChildProcess, order: { url: string; amount: number; isSigned: boolean }): Promise<Shots> {
  const { url, amount, isSigned } = order;
  client.send({
    port: Number(new URL(url).port),
    connections: CONNECTIONS,
    amount,
    ...(isSigned ? { secret: SECRET } : {}),
  });
  const result = await nextMessage<Shots & { readonly problem?: string }>(client);
  if (result.problem !== undefined) throw new Error(`${url}: ${result.problem}`);
  if (result.wrong > 0) throw new Error(`${url}: ${result.wrong} wrong answers.`);
  return result;
}

function findings(shots: Readonly<Record<Which, readonly Shots[]>>): readonly Finding[] {
  const of = (which: Which, what: keyof Shots) => spread(shots[which].map((shot) => shot[what]));
  const [bot, p99] = [of('bot', 'perSecond'), of('bot', 'p99Ms')];
  return [
    compared({
      what: webhookRow.title,
      unit: 'per s',
      measured: bot,
      reference: { name: 'hello world', spread: of('hello', 'perSecond') },
      reach: { atLeast: 0.4 },
    }),
    {
      ...forInformation('… at least', showSpread(bot, 'per s')),
      reach: `≥ ${LEAST_PER_SECOND} per s`,
      isReached: bot.median >= LEAST_PER_SECOND,
    },
    {
      ...forInformation('… p99', showSpread(p99, 'ms'), `hello world ${showSpread(of('hello', 'p99Ms'), 'ms')}`),
      reach: `≤ ${MOST_P99_MS} ms`,
      isReached: p99.median <= MOST_P99_MS,
    },
    beside('… beside the same route writing nothing', bot, of('nothing', 'perSecond')),
    beside('… beside a hello world that is sent the same', bot, of('helloPost', 'perSecond')),
  ];
}

function beside(what: string, measured: Spread, reference: Spread): Finding {
  const line = forInformation(what, showSpread(measured, 'per s'), showSpread(reference, 'per s'));
  return { ...line, ratio: measured.median / reference.median };
}
