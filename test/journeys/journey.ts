import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BotProcess } from '../../sandbox/bot-process.ts';
import type { DiscordPerson } from '../../sandbox/discord/people/person.ts';
import { type House, type HouseOptions, openHouse } from '../../sandbox/house.ts';
import { type Exchange, memoryRecorder } from '../../sandbox/record.ts';
import type { RateLimit } from '../../src/bot/rate-limit.ts';
import { ensureBuilt } from '../../tools/build/ensure-built.ts';

/** More and longer than in everyday runs: `ONOMANCER_FULL=1 npm test`. */
export const IS_FULL = process.env['ONOMANCER_FULL'] === '1';

type Env = Readonly<Record<string, string>>;

/** A house with its recorder, the bots that were started in it, and their end. */
export interface Journey extends House {
  readonly exchanges: readonly Exchange[];
  /** Starts a bot and waits until it is ready. */
  start(env?: Env): Promise<BotProcess>;
  /** Starts a bot without waiting. */
  launch(env?: Env): BotProcess;
  person(name: string): DiscordPerson;
  /** Writes a configuration file with these limits, and gives its path for CONFIG_FILE. */
  configFile(limit: RateLimit): string;
}

/** The roles of the sandbox's own configuration, with another limit. */
const configuration = ({ burst, perMinute }: RateLimit): string => `roles:
  admin: [Bot admin]
  developer: [Developers]
  stakeholder: [Leadership, Product, Marketing, DevRel]
rateLimit:
  burst: ${burst}
  perMinute: ${perMinute}
`;
/** Limits that nobody reaches. */
const GENEROUS: RateLimit = { burst: 100, perMinute: 1_000 };

/** Builds the bot when it has to, opens a house and registers the commands. Close it in `afterAll`. */
export async function beginJourney(options: HouseOptions = {}, env: Env = {}): Promise<Journey> {
  await ensureBuilt();
  const recorder = memoryRecorder();
  const house = await openHouse({ recorder, ...options });
  const place = mkdtempSync(join(tmpdir(), 'onomancer-journey-'));
  const configFile = (limit: RateLimit): string => {
    const path = join(place, `${limit.burst}-${limit.perMinute}.yml`);
    writeFileSync(path, configuration(limit));
    return path;
  };
  const { code, text } = await house.registerCommands();
  if (code !== 0) throw new Error(`The commands could not be registered:\n${text}`);
  const bots: BotProcess[] = [];
  const launch = (more: Env = {}): BotProcess => {
    const bot = house.startBot({ env: { CONFIG_FILE: configFile(GENEROUS), ...env, ...more } });
    bots.push(bot);
    return bot;
  };
  return {
    ...house,
    exchanges: recorder.exchanges,
    launch,
    configFile,
    async start(more) {
      const bot = launch(more);
      await bot.ready;
      return bot;
    },
    person: (name) => house.discord.person(name),
    async close() {
      for (const { child } of bots) child.kill('SIGKILL');
      await Promise.all(bots.map(({ exited }) => exited));
      await house.close();
      rmSync(place, { recursive: true, force: true });
    },
  };
}

/** Ends a bot and gives how it ended. */
export async function stop(
  bot: BotProcess,
  signal: NodeJS.Signals = 'SIGTERM',
): Promise<Awaited<BotProcess['exited']>> {
  bot.child.kill(signal);
  return bot.exited;
}

/** True while the process has not ended. */
export function isAlive({ child }: BotProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** Asks again and again until `look` gives something; throws with `what` when it takes too long. */
export async function until<T>(
  what: string,
  look: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  patienceMs = 20_000,
): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > deadline) throw new Error(`Waited ${patienceMs} ms in vain: ${what}`);
    await pause(50);
  }
}
