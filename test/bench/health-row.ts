import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { type Bench, compared, type Finding, forInformation, type Row } from './finding.ts';
import { openMeasured } from './measured-house.ts';
import { listeningAt, nextMessage, run, stop } from './programs.ts';
import { showSpread, spread } from './statistics.ts';

const CONNECTIONS = 20;
const AUTOCANNON = createRequire(import.meta.url).resolve('autocannon');

interface Shots {
  readonly perSecond: number;
  readonly p99Ms: number;
}

/** Both are served by one process and shot at from another, in turns. */
export const healthRow: Row = {
  name: 'health',
  title: `GET /health, ${CONNECTIONS} connections`,
  async run(bench) {
    const hello = run('hello-world.mjs');
    const helloUrl = await nextMessage<string>(hello.child);
    const bot = await openMeasured('bot', bench);
    try {
      const botUrl = `${listeningAt(bot.program)}/health`;
      return await inTurns(botUrl, `${helloUrl}/`, bench);
    } finally {
      await bot.close();
      await stop(hello.child, hello.exited);
    }
  },
};

async function inTurns(botUrl: string, helloUrl: string, bench: Bench): Promise<readonly Finding[]> {
  const [bot, hello]: [Shots[], Shots[]] = [[], []];
  const seconds = bench.isQuick ? 2 : 3;
  for (const url of [botUrl, helloUrl]) await shoot(url, 1);
  for (let round = 0; round < (bench.isQuick ? 2 : 6); round += 1) {
    bot.push(await shoot(botUrl, seconds));
    hello.push(await shoot(helloUrl, seconds));
  }
  const of = (shots: readonly Shots[], what: keyof Shots) => spread(shots.map((shot) => shot[what]));
  return [
    compared({
      what: healthRow.title,
      unit: 'per s',
      measured: of(bot, 'perSecond'),
      reference: { name: 'hello world', spread: of(hello, 'perSecond') },
      reach: { atLeast: 0.8 },
    }),
    forInformation('… p99', showSpread(of(bot, 'p99Ms'), 'ms'), `hello world ${showSpread(of(hello, 'p99Ms'), 'ms')}`),
  ];
}

async function shoot(url: string, seconds: number): Promise<Shots> {
  const child = spawn(
    process.execPath,
    [AUTOCANNON, '-j', '-n', '-c', String(CONNECTIONS), '-d', String(seconds), url],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += String(chunk);
  });
  await new Promise((resolve) => child.once('close', resolve));
  const result = JSON.parse(text) as Result;
  const { requests, latency, non2xx, errors } = result;
  if (non2xx + errors > 0) throw new Error(`${url}: ${non2xx} wrong answers and ${errors} broken connections.`);
  return { perSecond: requests.average, p99Ms: latency.p99 };
}

/** As far as we read what autocannon tells. */
interface Result {
  readonly requests: { readonly average: number };
  readonly latency: { readonly p99: number };
  readonly non2xx: number;
  readonly errors: number;
}
