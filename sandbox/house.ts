import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Clock, systemClock } from '../src/shared/clock.ts';
import { type BotProcess, startBotProcess } from './bot-process.ts';
import { type DiscordSandbox, startDiscord } from './discord/start-discord.ts';
import { Faults } from './faults.ts';
import { type LinearSandbox, startLinear } from './linear/start-linear.ts';
import type { Workspace } from './linear/workspace.ts';
import type { Recorder } from './record.ts';
import type { SenderName } from './webhooks/courier.ts';
import { startWebhooks, type WebhookSandbox } from './webhooks/start-webhooks.ts';

const ROOT = resolve(import.meta.dirname, '..');

export interface HouseOptions {
  readonly clock?: Clock;
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
  const { clock = systemClock, recorder } = options;
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
  const env = (more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
    BASE_DIR: home,
    CONFIG_FILE: join(ROOT, 'sandbox/onomancer.yml'),
    DISCORD_API_URL: discord.apiUrl,
    DISCORD_BOT_TOKEN: discord.botToken,
    DISCORD_GUILD_ID: discord.guildId,
    LINEAR_API_URL: linear.apiUrl,
    LINEAR_API_TOKEN: linear.apiKey,
    // Somebody's own workspace has teams of its own.
    ...(options.workspace ? {} : { LINEAR_TEAM_ID: 'ENG' }),
    LINEAR_WEBHOOK_SECRET: WEBHOOK_SECRETS.linear,
    GITHUB_WEBHOOK_SECRET: WEBHOOK_SECRETS.github,
    VERCEL_WEBHOOK_SECRET: WEBHOOK_SECRETS.vercel,
    PORT: '0',
    ...more,
  });
  return {
    discord,
    linear,
    webhooks,
    faults,
    dataDir,
    env,
    startBot: ({ env: more, entrance = join(ROOT, 'dist/bot.js'), onLine } = {}) =>
      startListeningBot(bots, { env: env(more), entrance, ...(onLine ? { onLine } : {}) }),
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

/** A bot of which the senders of webhooks learn where it listens. */
function startListeningBot(
  bots: Bots,
  {
    env,
    entrance,
    onLine,
  }: { env: Readonly<Record<string, string>>; entrance: string; onLine?: (line: string) => void },
): BotProcess {
  const bot = startBotProcess({
    entrance,
    env,
    onLine: (line) => {
      onLine?.(line);
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
