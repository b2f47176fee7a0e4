import type { Locator, Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { axeViolations } from './axe.ts';
import { WHY_NO_BROWSER } from './chromium.ts';
import { LAYOUT_STREAM } from './layout-stream.ts';
import { type OpenConsole, openForAll, type Visitor } from './open-console.ts';
import { openShots } from './shots.ts';

const SIZE = { width: 1360, height: 860 };

const shots = openShots('messages');
let demo: OpenConsole;
let visitor: Visitor;
let page: Page;

const idOf = (channel: string): string => demo.house.discord.world.channelNamed(channel)?.id ?? '';
const message = (text: string): Locator => page.locator('.message', { hasText: text }).last();
/** The interactions that the bot was told of. */
const frames = (): readonly string[] =>
  demo.exchanges
    .map(({ responseBody, requestBody }) => JSON.stringify([responseBody, requestBody]))
    .filter((text) => text.includes('"INTERACTION_CREATE"'));

interface Select {
  readonly what: string;
  readonly type: number;
  readonly more?: object;
  readonly pick: string;
  readonly value: () => string | undefined;
}

const row = (component: object) => ({ type: 1, components: [component] });

describe.skipIf(WHY_NO_BROWSER !== null)('messages in the console', () => {
  openForAll(shots, (opened) => {
    ({ demo, visitor, page } = opened);
  });

  beforeEach(async () => {
    await visitor.start();
  });

  it('puts messages of one author together, under the day, with the colour of their role', async () => {
    await visitor.goTo('general');
    await visitor.say('The gripper is back from the workshop.');
    await visitor.say('It holds an egg now.');
    const [first, second] = [message('back from the workshop'), message('holds an egg')];
    await second.waitFor();
    expect(await first.locator('.head').count()).toBe(1);
    expect(await second.locator('.head').count()).toBe(0);
    expect(await page.getByRole('separator').count()).toBe(1);
    expect(await colourOf(first.getByRole('button', { name: 'Lea Leadership' }))).toBe('rgb(236, 158, 89)');
    await first.hover();
    await shots.take(page, 'grouped');
  });

  it('shows an answer to my own command from its beginning, and the way back to the end', async () => {
    await page.setViewportSize({ width: 1360, height: 500 });
    await visitor.say('/show-sprint');
    const answer = page.locator('.message', { has: page.locator('.picture img') }).last();
    await answer.waitFor();
    await expect.poll(async () => (await answer.boundingBox())?.height ?? 0).toBeGreaterThan(600);
    await expect.poll(() => topInLog(answer)).toBeLessThan(40);
    expect(await topInLog(answer)).toBeGreaterThanOrEqual(0);
    await page.getByRole('button', { name: 'Jump to present' }).click();
    await expect.poll(() => topInLog(answer)).toBeLessThan(0);
    expect(await page.getByRole('button', { name: 'Jump to present' }).isVisible()).toBe(false);
    await page.setViewportSize(SIZE);
  });

  it('lets me dismiss what only I see', async () => {
    await visitor.say('/status');
    const answer = message('Only you can see this');
    await answer.waitFor();
    const before = await page.locator('.message').count();
    await answer.getByRole('button', { name: 'Dismiss message' }).click();
    await expect.poll(() => page.locator('.message').count()).toBe(before - 1);
  });

  it('marks a channel in which something new came, and where it begins', async () => {
    await demo.speak(idOf('general'), { content: 'Something came while nobody looked.' });
    const general = page.getByRole('button', { name: /^general\s*, unread/ });
    await general.waitFor();
    await shots.take(page, 'unread');
    await general.click();
    await page.getByRole('separator', { name: /new messages/ }).waitFor();
    await shots.take(page, 'new-line');
    expect(await page.getByRole('button', { name: /^general\s*, unread/ }).count()).toBe(0);
  });

  it('has threads under their channel, and direct messages of their own', async () => {
    await visitor.goTo('Release checklist');
    await visitor.say('The announcement is written.');
    await message('announcement is written').waitFor();
    await demo.speak(await directChannel('leadership'), { content: 'A word to you alone.' });
    await visitor.goTo('Onomancer');
    await message('A word to you alone.').waitFor();
    await shots.take(page, 'direct');
    await visitor.become('Nico Newcomer');
    expect(await page.getByText('Direct messages').count()).toBe(0);
  });

  it('makes an issue from the menu of a message', async () => {
    await visitor.goTo('feedback');
    const one = message('pick up eggs');
    await one.hover();
    await one.getByRole('button', { name: /^Apps of this message/ }).click();
    await one.getByRole('option', { name: 'Create Linear issue' }).click();
    await expect
      .poll(() => demo.house.linear.workspace.issues.some(({ title }) => title.includes('pick up eggs')), {
        timeout: 20_000,
      })
      .toBe(true);
  });

  const world = () => demo.house.discord.world;
  const cities = { options: ['ham', 'kiel'].map((value) => ({ label: value.toUpperCase(), value })) };
  const selects: readonly Select[] = [
    { what: 'a text', type: 3, more: cities, pick: 'KIEL', value: () => 'kiel' },
    { what: 'a member', type: 5, pick: 'Priya Product', value: () => world().userNamed('product')?.id },
    { what: 'a role', type: 6, pick: '@DevRel', value: () => world().roleNamed('DevRel')?.id },
    { what: 'a member or a role', type: 7, pick: '@Marketing', value: () => world().roleNamed('Marketing')?.id },
    { what: 'a channel', type: 8, pick: '#feedback', value: () => world().channelNamed('feedback')?.id },
  ];
  it.each(selects)(
    'chooses $what in a select, and the bot gets its value',
    async ({ what, type, more, pick, value }) => {
      const customId = `test:${type}`;
      await demo.speak(idOf('sprint'), {
        content: `Choose ${what}.`,
        components: [row({ type, custom_id: customId, ...more })],
      });
      const one = message(`Choose ${what}.`);
      await one.getByRole('button', { name: /^Make a selection/ }).click();
      await one.getByRole('option', { name: pick, exact: true }).click();
      const got = () => frames().find((text) => text.includes(`"custom_id":"${customId}","component_type"`));
      await expect.poll(() => got()).toContain(`"values":["${value()}"]`);
    },
  );

  it('takes any of the reactions that the bot asks for', async () => {
    await visitor.say('How urgent is it?');
    const one = message('How urgent is it?');
    await one.hover();
    await one.getByRole('button', { name: /^Add another reaction/ }).click();
    await one.getByRole('option', { name: '🟠' }).click();
    await one.getByRole('button', { name: /^🟠 1, take yours away/ }).click();
    await expect.poll(() => one.locator('.reaction').count()).toBe(0);
  });

  it('uses an app on a member, from their profile', async () => {
    const { discord } = demo.house;
    await fetch(`${discord.apiUrl}/v10/applications/${discord.applicationId}/guilds/${discord.guildId}/commands`, {
      method: 'POST',
      headers: { Authorization: `Bot ${discord.botToken}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ type: 2, name: 'Who is this?' }),
    });
    await page.getByRole('button', { name: 'Profile of Dana Developer' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Who is this?' }).click();
    const target = discord.world.userNamed('developer')?.id;
    await expect.poll(() => frames().some((text) => text.includes(`"target_id":"${target}"`))).toBe(true);
  });

  it('shows a picture with its words, in full size as well, and other files with their size', async () => {
    const file = (name: string, type: string, content: Buffer) => new File([new Uint8Array(content)], name, { type });
    const pixel = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    const described = {
      content: 'A picture.',
      attachments: [{ id: 0, filename: 'arm.png', description: 'The new arm, from the left' }],
    };
    // Discord takes five messages in five seconds in one channel.
    await visitor.goTo('news');
    await demo.speak(idOf('news'), described, file('arm.png', 'image/png', pixel));
    await demo.speak(idOf('news'), { content: 'A list.' }, file('list.csv', 'text/csv', Buffer.alloc(2048, 'x')));
    await page.getByRole('img', { name: 'The new arm, from the left' }).click();
    const full = page.getByRole('dialog', { name: 'Picture in full size' });
    await full.waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await full.waitFor({ state: 'detached' });
    expect(await message('A list.').locator('.file').innerText()).toContain('2.00 KB');
  });

  it('says how long ago something was, and goes on counting', async () => {
    await visitor.goTo('leadership');
    await demo.speak(idOf('leadership'), { content: `The run began <t:${Math.floor(Date.now() / 1000)}:R>` });
    const time = message('The run began').locator('time.stamp');
    const before = await time.textContent();
    await expect.poll(() => time.textContent(), { timeout: 5_000 }).not.toBe(before);
    expect(await time.getAttribute('title')).toMatch(/\d/);
  });

  it('draws layout components, and says what it does not know', async () => {
    await page.route('**/stream?*', (route) =>
      route.fulfill({ contentType: 'text/event-stream', body: LAYOUT_STREAM }),
    );
    // Last of all: from here on the page is told of nothing else.
    await page.reload();
    await page.locator('.layout-container').waitFor();
    await page.getByRole('button', { name: 'Details' }).waitFor();
    expect(await page.locator('.layout-media img').count()).toBe(2);
    expect(await page.locator('.layout-container hr').count()).toBe(1);
    await page.getByText('does not know components of type 99').waitFor();
    await page.getByRole('button', { name: 'SPOILER' }).click();
    await page.getByText('The release is on Friday.').waitFor();
    await shots.take(page, 'layout');
    expect(await axeViolations(page)).toEqual([]);
    expect(demo.strayWords).toEqual([]);
  });
});

async function topInLog(view: Locator): Promise<number> {
  const [one, log] = await Promise.all([view.boundingBox(), page.locator('#log').boundingBox()]);
  return (one?.y ?? 0) - (log?.y ?? 0);
}

/** As it is drawn. */
function colourOf(view: Locator): Promise<string> {
  type Styles = { getComputedStyle(one: unknown): { readonly color: string } };
  return view.evaluate((one) => (globalThis as unknown as Styles).getComputedStyle(one).color);
}

async function directChannel(user: string): Promise<string> {
  const { discord } = demo.house;
  const answer = await fetch(`${discord.apiUrl}/v10/users/@me/channels`, {
    method: 'POST',
    headers: { Authorization: `Bot ${discord.botToken}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ recipient_id: discord.person(user).id }),
  });
  return ((await answer.json()) as { id: string }).id;
}
