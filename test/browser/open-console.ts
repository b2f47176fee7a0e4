import { GatewayIntentBits } from 'discord-api-types/v10';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { type BotSeat, endBot } from '../../sandbox/console/bot-seat.ts';
import { serveConsole } from '../../sandbox/console/serve-console.ts';
import { Traffic } from '../../sandbox/console/traffic.ts';
import { type House, openHouse } from '../../sandbox/house.ts';
import { both, type Exchange } from '../../sandbox/record.ts';
import { ensureBuilt } from '../../tools/build/ensure-built.ts';
import { CHROMIUM } from './chromium.ts';
import type { Shots } from './shots.ts';

/** The whole demo with its page, and a browser that looks at it. */
export interface OpenConsole {
  readonly house: House;
  readonly seat: BotSeat;
  /** Everything that the bot was sent through its gateway, and every request of it. */
  readonly exchanges: readonly Exchange[];
  readonly browser: Browser;
  readonly url: string;
  /** The bot writes a message that its product does not write: what the page can draw is more than that. */
  speak(channelId: string, body: unknown, file?: File): Promise<{ readonly id: string }>;
  /** What pages wrote to the browser's console as an error; a page without defects writes nothing. */
  readonly strayWords: string[];
  /** A page that is ready to be used. */
  open(options?: BrowserContextOptions): Promise<Visitor>;
  close(): Promise<void>;
}

async function openConsole(): Promise<OpenConsole> {
  await ensureBuilt();
  const traffic = new Traffic();
  const exchanges: Exchange[] = [];
  const house = await openHouse({
    discord: { privilegedIntents: GatewayIntentBits.MessageContent },
    recorder: both(traffic, { record: (exchange) => void exchanges.push(exchange) }),
    webhookTimeScale: 0.1,
    canTravel: true,
  });
  const startBot = () => house.startBot();
  const seat: BotSeat = { bot: startBot() };
  const [registered, browser] = await Promise.all([
    house.registerCommands(),
    chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] }),
    seat.bot.ready,
  ]);
  if (registered.code !== 0) throw new Error(registered.text);
  const served = await serveConsole({ house, traffic, seat, startBot });
  const strayWords: string[] = [];
  return {
    house,
    seat,
    exchanges,
    browser,
    url: served.url,
    strayWords,
    speak: (channelId, body, file) => speak(house, `channels/${channelId}/messages`, { body, file }),
    open: async (options = {}) => {
      const page = await browser.newPage({ viewport: { width: 1360, height: 860 }, colorScheme: 'dark', ...options });
      page.on('console', (message) => {
        if (message.type() === 'error') strayWords.push(message.text());
      });
      page.on('pageerror', (error) => strayWords.push(String(error)));
      await page.goto(served.url);
      await page.locator('body[data-ready]').waitFor();
      return new Visitor(page);
    },
    close: async () => {
      await browser.close();
      await served.close();
      await endBot(seat.bot, 'SIGTERM');
      await house.close();
    },
  };
}

/** Waits as long as Discord says when it writes too fast. */
async function speak(
  house: Pick<House, 'discord'>,
  path: string,
  { body, file }: { body: unknown; file?: File | undefined },
): Promise<{ readonly id: string }> {
  const form = new FormData();
  form.set('payload_json', JSON.stringify(body));
  if (file) form.set('files[0]', file);
  const { discord } = house;
  const answer = await fetch(`${discord.apiUrl}/v10/${path}`, {
    method: 'POST',
    headers: { Authorization: `Bot ${discord.botToken}` },
    body: form,
  });
  if (answer.status === 429) {
    const { retry_after: seconds } = (await answer.json()) as { readonly retry_after: number };
    await new Promise((resolve) => {
      setTimeout(resolve, seconds * 1000 + 50);
    });
    return speak(house, path, { body, file });
  }
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return (await answer.json()) as { id: string };
}

/** Somebody who looks at the page. */
export class Visitor {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get line(): Locator {
    return this.page.getByRole('combobox', { name: 'Message or command' });
  }

  get lastMessage(): Locator {
    return this.page.locator('.message').last();
  }

  /** As somebody who has just come: Lea, in #sprint, with nothing typed. */
  async start(): Promise<void> {
    await this.page.emulateMedia({ colorScheme: 'dark', reducedMotion: null, forcedColors: null });
    if ((await this.page.getByRole('button', { name: 'Lea Leadership', pressed: true }).count()) === 0)
      await this.become('Lea Leadership');
    await this.goTo('sprint');
    await this.line.fill('');
    await this.line.focus();
  }

  async become(name: string): Promise<void> {
    await this.page.getByRole('button', { name, pressed: false }).first().click();
    await this.page.getByRole('button', { name, pressed: true }).waitFor();
  }

  async goTo(channel: string): Promise<void> {
    await this.page
      .getByRole('navigation')
      .getByRole('button', { name: new RegExp(`^${channel}(\\s*, unread)?$`) })
      .click();
    await this.page.getByRole('heading', { level: 1, name: channel }).waitFor();
  }

  async say(text: string): Promise<void> {
    await this.line.fill(text);
    await this.page.getByRole('button', { name: 'Send' }).click();
  }
}

/** One console for all tests of a suite; what is opened is given before the first of them. */
export function openForAll(
  shots: Shots,
  give: (opened: { readonly demo: OpenConsole; readonly visitor: Visitor; readonly page: Page }) => void,
): void {
  let demo: OpenConsole | null = null;
  beforeAll(async () => {
    demo = await openConsole();
    const visitor = await demo.open();
    give({ demo, visitor, page: visitor.page });
  }, 120_000);
  afterAll(async () => {
    shots.close();
    await demo?.close();
  });
}
