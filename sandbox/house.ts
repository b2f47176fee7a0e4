import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Clock, systemClock } from '../src/shared/clock.ts';
import { type BotProcess, type BotProcessOptions, startBotProcess } from './bot-process.ts';
import { type DiscordSandbox, startDiscord } from './discord/start-discord.ts';
import { Faults } from './faults.ts';
import { type LinearSandbox, startLinear } from './linear/start-linear.ts';
import type { Workspace } from './linear/workspace.ts';
import { invalid } from './read-json.ts';
import type { Recorder } from './record.ts';
import { TravelClock } from './time/travel-clock.ts';
import { understandTime } from './time/understand-time.ts';
import type { SenderName } from './webhooks/courier.ts';
import { startWebhooks, type WebhookSandbox } from './webhooks/start-webhooks.ts';

const ROOT = resolve(import.meta.dirname, '..');

export interface HouseOptions {
  readonly clock?: Clock;
  /** Bots follow the clock of this house when it travels; they run with a `Date` of the sandbox's for that. */
  readonly canTravel?: boolean;
  readonly workspace?: Workspace;
  readonly recorder?: Recorder;
  readonly discord?: Partial<Parameters<typeof startDiscord>[0]>;
  readonly linear?: Partial<Parameters<typeof startLinear>[0]>;
  /** How long the waits of the senders of webhooks are; 1 is real time. */
  readonly webhookTimeScale?: number;
}

/** Known to the bot and to the senders of webhooks in the sandbox. */
const WEBHOOK_SECRETS: Readonly<Record<SenderName, string>> = {
  linear: 'lin_wh_sandbox_only_0123456789abcdef',
  github: 'github_sandbox_only_0123456789abcdef',
  vercel: 'vercel_sandbox_only_0123456789abcdef',
};

/** The sandbox's servers, and a place for the bot's data that is removed with them. */
export interface House {
  readonly discord: DiscordSandbox;
  readonly linear: LinearSandbox;
  /** Linear, GitHub and Vercel as senders: to the bot that began to listen last. */
  readonly webhooks: WebhookSandbox;
  readonly faults: Faults;
  readonly dataDir: string;
  /** The time of everything here; ahead of the machine's when somebody has travelled. */
  readonly clock: TravelClock;
  /** Goes to the time that the words mean, with all bots; gives it. Throws INPUT_INVALID: TIMES_HELP, or it is over. */
  travel(words: string): Promise<Date>;
  /** What the bot has to be told so that it talks to these servers; nothing else of the host reaches it. */
  env(more?: Readonly<Record<string, string>>): Record<string, string>;
  /** The built bot as a process of its own. */
  startBot(options?: {
    readonly env?: Readonly<Record<string, string>>;
    /** Default: the one of this checkout. */
    readonly entrance?: string;
    readonly onLine?: (line: string) => void;
  }): BotProcess;
  /** Runs the built `register-commands` to its end. */
  registerCommands(args?: readonly string[]): Promise<{ readonly code: number | null; readonly text: string }>;
  /** Ends the bots that are still running, then the servers; removes the data. */
  close(): Promise<void>;
}

/** Starts a Discord and a Linear on 127.0.0.1, with a data directory of its own under the system's temporary one. */
export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const { recorder, canTravel = false } = options;
  const clock = new TravelClock(options.clock ?? systemClock);
  const faults = new Faults();
  const shared = { clock, faults, ...(recorder ? { recorder } : {}) };
  const [discord, linear] = await Promise.all([
    startDiscord({ ...shared, ...options.discord }),
    startLinear({ ...shared, ...(options.workspace ? { workspace: options.workspace } : {}), ...options.linear }),
  ]);
  const bots = new Bots();
  const webhooks = startWebhooks({
    ...shared,
    linear,
    address: () => bots.address(),
    secrets: WEBHOOK_SECRETS,
    timeScale: options.webhookTimeScale ?? 1,
  });
  const home = mkdtempSync(join(tmpdir(), 'onomancer-'));
  const dataDir = join(home, 'data');
  const fixedEnv = { ...addressesOf({ discord, linear }), ...(options.workspace ? {} : OWN_TEAM), BASE_DIR: home };
  const env = (more: Readonly<Record<string, string>> = {}): Record<string, string> => ({ ...fixedEnv, ...more });
  return {
    discord,
    linear,
    webhooks,
    faults,
    dataDir,
    clock,
    travel: async (words) => {
      if (!canTravel) throw invalid('Nobody travels in this house.', 'Open it with canTravel.');
      clock.goTo(understandTime(words, clock.now()));
      await bots.travel(clock.aheadMs);
      return clock.now();
    },
    env,
    startBot: ({ env: more, entrance = join(ROOT, 'dist/bot.js'), onLine } = {}) =>
      startListeningBot(bots, {
        env: env(more),
        entrance,
        ...(canTravel ? { aheadMs: clock.aheadMs } : {}),
        ...(onLine ? { onLine } : {}),
      }),
    registerCommands: async (args = []) => {
      const { exited, lines } = startBotProcess({
        entrance: join(ROOT, 'dist/register-commands.js'),
        args,
        env: env(),
      });
      const { code } = await exited;
      return { code, text: lines.join('\n') };
    },
    close: async () => {
      await bots.end();
      await webhooks.close();
      await Promise.all([discord.close(), linear.close()]);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Somebody's own workspace has teams of its own. */
const OWN_TEAM = { LINEAR_TEAM_ID: 'ENG' };

/** What a bot has to know to talk to these servers, and only to these. */
function addressesOf({ discord, linear }: Pick<House, 'discord' | 'linear'>): Record<string, string> {
  return {
    CONFIG_FILE: join(ROOT, 'sandbox/onomancer.yml'),
    DISCORD_API_URL: discord.apiUrl,
    DISCORD_BOT_TOKEN: discord.botToken,
    DISCORD_GUILD_ID: discord.guildId,
    LINEAR_API_URL: linear.apiUrl,
    LINEAR_API_TOKEN: linear.apiKey,
    LINEAR_WEBHOOK_SECRET: WEBHOOK_SECRETS.linear,
    GITHUB_WEBHOOK_SECRET: WEBHOOK_SECRETS.github,
    VERCEL_WEBHOOK_SECRET: WEBHOOK_SECRETS.vercel,
    PORT: '0',
  };
}

/** A bot of which the senders of webhooks learn where it listens. */
function startListeningBot(bots: Bots, options: BotProcessOptions): BotProcess {
  const bot = startBotProcess({
    ...options,
    onLine: (line) => {
      options.onLine?.(line);
      bots.read(line, () => bot);
    },
  });
  bots.add(bot);
  return bot;
}

/** The bots of a house that are running, and where they listen, as they say in their logs. */
class Bots {
  readonly #running = new Set<BotProcess>();
  #listening: readonly { readonly bot: BotProcess; readonly address: string }[] = [];

  add(bot: BotProcess): void {
    this.#running.add(bot);
    void bot.exited.then(() => this.#forget(bot));
  }

  read(line: string, bot: () => BotProcess): void {
    if (!line.includes('"http.listening"')) return;
    const { address } = JSON.parse(line) as { address?: unknown };
    if (typeof address === 'string') this.#listening = [...this.#listening, { bot: bot(), address }];
  }

  address(): string | null {
    return this.#listening.at(-1)?.address ?? null;
  }

  async travel(aheadMs: number): Promise<void> {
    await Promise.all([...this.#running].map((bot) => bot.travel(aheadMs)));
  }

  /** A bot that was left running would go on asking servers and writing files that are no more. */
  async end(): Promise<void> {
    const running = [...this.#running];
    for (const { child } of running) child.kill('SIGKILL');
    await Promise.all(running.map(({ exited }) => exited));
  }

  #forget(bot: BotProcess): void {
    this.#running.delete(bot);
    this.#listening = this.#listening.filter((one) => one.bot !== bot);
  }
}
