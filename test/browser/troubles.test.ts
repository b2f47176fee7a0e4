import { PermissionFlagsBits } from 'discord-api-types/v10';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { axeViolations } from './axe.ts';
import { WHY_NO_BROWSER } from './chromium.ts';
import { type OpenConsole, openForAll, type Visitor } from './open-console.ts';
import { openShots } from './shots.ts';

/**
 * The words of Discord's client. Commands and presses: https://github.com/discord/discord-api-docs/issues/7067 and
 * https://github.com/discord/discord-example-app/issues/47
 */
const WORDS = {
  command: 'The application did not respond',
  press: 'This interaction failed',
  options: 'Loading options failed',
  form: 'Something went wrong. Try again.',
  noPermission: 'You do not have permission to send messages in this channel.',
};

const shots = openShots('troubles');
let demo: OpenConsole;
let visitor: Visitor;
let page: Page;

describe.skipIf(WHY_NO_BROWSER !== null)('the console says what went wrong as Discord does', () => {
  openForAll(shots, (opened) => {
    ({ demo, visitor, page } = opened);
  });

  it('when a message is too long, and counts before that', async () => {
    await visitor.line.fill('x'.repeat(1_990));
    expect(await page.locator('.characters-left').textContent()).toBe('10');
    await visitor.say('x'.repeat(2_001));
    await page.getByRole('alert').filter({ hasText: 'Your message is too long: 2001 characters' }).waitFor();
    expect((await visitor.line.inputValue()).length).toBe(2_001);
    await visitor.line.fill('');
  });

  it('when there is no such command, and keeps what was typed', async () => {
    await visitor.say('/no-such-command');
    await page.getByRole('alert').filter({ hasText: 'There is no command /no-such-command here.' }).waitFor();
    expect(await visitor.line.inputValue()).toBe('/no-such-command');
    await visitor.line.fill('');
  });

  it('when one may not write here', async () => {
    const { world } = demo.house.discord;
    const channel = world.channelNamed('general');
    if (channel?.kind !== 'text') throw new Error('No #general');
    const denied = { id: world.guild.id, kind: 'role', allow: 0n, deny: PermissionFlagsBits.SendMessages } as const;
    world.setOverwrites(channel, [denied]);
    await visitor.goTo('general');
    await expect.poll(() => visitor.line.getAttribute('placeholder')).toBe(WORDS.noPermission);
    await visitor.say('Hello?');
    await page.getByRole('alert').filter({ hasText: WORDS.noPermission }).waitFor();
    await visitor.line.fill('');
    world.setOverwrites(channel, []);
    await visitor.goTo('sprint');
  });

  it('when nobody answers a command, a press, a question for options and a form', async () => {
    await visitor.say('/list-issues');
    const list = page.locator('.message', { has: page.getByRole('button', { name: 'Next' }) }).last();
    await list.waitFor();
    const other = await demo.open();
    await other.say('/feedback');
    const form = other.page.getByRole('dialog', { name: 'Feedback' });
    await form.getByRole('textbox', { name: /^What do you want to say/ }).fill('The arm is loud.');
    demo.seat.bot.child.kill('SIGKILL');
    await demo.seat.bot.exited;

    await form.getByRole('button', { name: 'Submit' }).click();
    await visitor.say('/status');
    await page.getByText('Sending command…').waitFor();
    await list.getByRole('button', { name: 'Next' }).click();
    await visitor.line.fill('/show-issue issue:ENG');
    await page.getByText('Loading options…').waitFor();

    await page.locator('.message', { hasText: WORDS.command }).getByText('Only you can see this').waitFor();
    await list.getByText(WORDS.press).waitFor();
    await page.getByText(WORDS.options).waitFor();
    await form.getByRole('alert').filter({ hasText: WORDS.form }).waitFor();
    await shots.take(page, 'nobody-answers');
    await shots.take(other.page, 'form');
    expect(await axeViolations(page)).toEqual([]);
    await page.locator('.message', { hasText: WORDS.command }).getByRole('button', { name: 'Dismiss message' }).click();
    await page.getByText(WORDS.command).waitFor({ state: 'detached' });
  });

  it('and the bot is offline among the members, until it is started again', async () => {
    await page.getByRole('list', { name: 'Offline' }).getByText('Onomancer').waitFor();
    await page.getByRole('button', { name: 'Restart the bot' }).click();
    await page.getByRole('list', { name: 'Online' }).getByText('Onomancer').waitFor({ timeout: 20_000 });
    expect(demo.strayWords).toEqual([]);
  });
});
