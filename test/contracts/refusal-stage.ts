import { GatewayDispatchEvents } from '@discordjs/core';
import { type DiscordSandbox, startDiscord } from '../../sandbox/discord/start-discord.ts';
import { eventually, type TestBot, testBot } from '../../sandbox/discord/test-bot.ts';
import { type Exchange, memoryRecorder } from '../../sandbox/record.ts';
import { fixedClock } from '../../src/shared/clock.ts';

/** One raw request; what is not given is as a well-behaved bot would have it. */
export interface RawRequest {
  readonly method: string;
  /** After `/api/v10`. */
  readonly path: string;
  readonly body?: unknown;
  /** Instead of `body`. */
  readonly raw?: string | FormData;
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: `v10`. */
  readonly version?: string;
}

export interface OpenInteraction {
  readonly id: string;
  readonly token: string;
}

/** A local Discord whose time stands still, with commands, messages and somebody who asks. */
export class RefusalStage {
  readonly discord: DiscordSandbox;
  readonly exchanges: readonly Exchange[];
  readonly #bot: TestBot;
  readonly #clock: ReturnType<typeof fixedClock>;
  readonly #opened: OpenInteraction[] = [];

  static async open(): Promise<RefusalStage> {
    const recorder = memoryRecorder();
    const clock = fixedClock('2026-03-18T13:30:00.000Z');
    // Runs, so that nothing waits for rate limits.
    let elapsed = 0;
    const elapsedMs = (): number => (elapsed += 60_000);
    const discord = await startDiscord({ recorder, clock, elapsedMs });
    const stage = new RefusalStage({ discord, clock, exchanges: recorder.exchanges });
    await stage.#connect();
    return stage;
  }

  private constructor(parts: {
    discord: DiscordSandbox;
    clock: ReturnType<typeof fixedClock>;
    exchanges: readonly Exchange[];
  }) {
    this.discord = parts.discord;
    this.exchanges = parts.exchanges;
    this.#clock = parts.clock;
    this.#bot = testBot(parts.discord);
  }

  /** The id of a channel by its name. */
  channel(name = 'sprint'): string {
    return this.discord.world.channelNamed(name)?.id ?? '';
  }

  get app(): string {
    return this.discord.applicationId;
  }

  get guild(): string {
    return this.discord.guildId;
  }

  /** Lets the clock of Discord go on. */
  wait(ms: number): void {
    this.#clock.advanceMs(ms);
  }

  /** Ada types this line; the interaction waits for its answer. */
  async interaction(line: string): Promise<OpenInteraction> {
    const { id } = this.discord.person('ada').fire(line);
    return eventually(() => this.#opened.find((one) => one.id === id));
  }

  /** Ada types a letter of an option with autocomplete. */
  async typing(): Promise<OpenInteraction> {
    const before = this.#opened.length;
    void this.discord.person('ada').complete('/ask what:x', { waitMs: 1 });
    return eventually(() => this.#opened[before]);
  }

  /** Ada presses the button of a message of the bot. */
  async press(): Promise<OpenInteraction> {
    const message = await this.accepted({
      method: 'POST',
      path: `/channels/${this.channel()}/messages`,
      body: { content: 'Press', components: [row({ type: 2, style: 1, label: 'Go', custom_id: 'go' })] },
    });
    const before = this.#opened.length;
    void this.discord.person('ada').press(String(message['id']), 'go', { waitMs: 1 });
    return eventually(() => this.#opened[before]);
  }

  /** Sends the request as it is. */
  async send({ method, path, body, raw, headers, version = 'v10' }: RawRequest): Promise<Response> {
    const isJson = raw === undefined && body !== undefined;
    return fetch(`${this.discord.apiUrl}/${version}${path}`, {
      method,
      headers: {
        Authorization: `Bot ${this.discord.botToken}`,
        'User-Agent': 'DiscordBot (https://example.org, 1.0)',
        ...(isJson || typeof raw === 'string' ? { 'Content-Type': 'application/json' } : {}),
        ...headers,
      },
      ...(isJson ? { body: JSON.stringify(body) } : raw === undefined ? {} : { body: raw }),
    });
  }

  /** Sends a request that must be accepted, and gives its answer. */
  async accepted(request: RawRequest): Promise<Record<string, unknown>> {
    const response = await this.send(request);
    const text = await response.text();
    if (!response.ok) throw new Error(`${request.method} ${request.path} was refused: ${text}`);
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  }

  /** All that a request could have changed. */
  async state(): Promise<string> {
    const owner = this.discord.person('ada');
    const named = this.discord.world.channels().flatMap((channel) => (channel.kind === 'dm' ? [] : [channel.name]));
    const messages = named.flatMap((name) => owner.sees(name).map(({ payload }) => payload));
    const scopes = [`/applications/${this.app}/commands`, `/applications/${this.app}/guilds/${this.guild}/commands`];
    const commands = await Promise.all(scopes.map((path) => this.accepted({ method: 'GET', path })));
    return JSON.stringify({ messages, commands, channels: this.discord.world.channels().map(({ id }) => id) });
  }

  async close(): Promise<void> {
    await this.#bot.leave();
    await this.discord.close();
  }

  async #connect(): Promise<void> {
    await this.accepted({
      method: 'PUT',
      path: `/applications/${this.app}/guilds/${this.guild}/commands`,
      body: [
        {
          name: 'ask',
          description: 'Asks',
          options: [{ type: 3, name: 'what', description: 'What', autocomplete: true }],
        },
      ],
    });
    this.#bot.client.on(GatewayDispatchEvents.InteractionCreate, ({ data }) => {
      this.#opened.push({ id: data.id, token: data.token });
    });
    await this.#bot.gateway.connect();
  }
}

/** An action row with these components. */
export const row = (...components: readonly unknown[]) => ({ type: 1, components });
