import { get } from 'node:http';
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { axeViolations } from './axe.ts';
import { WHY_NO_BROWSER } from './chromium.ts';
import { type OpenConsole, openForAll, type Visitor } from './open-console.ts';
import { openShots } from './shots.ts';

const shots = openShots('console');
let demo: OpenConsole;
let visitor: Visitor;
let page: Page;

const shot = (name: string) => shots.take(page, name);
const picture = (name: string) => shots.picture(page, name);
const line = () => visitor.line;
const lastMessage = () => visitor.lastMessage;
const become = (name: string) => visitor.become(name);
const say = (text: string) => visitor.say(text);

if (WHY_NO_BROWSER !== null) console.warn(`The browser tests are skipped: ${WHY_NO_BROWSER}`);

describe.skipIf(WHY_NO_BROWSER !== null)('the console', () => {
  openForAll(shots, (opened) => {
    ({ demo, visitor, page } = opened);
  });

  beforeEach(async () => {
    await visitor.start();
  });

  it('is usable soon after it was asked for the first time', async () => {
    const start = performance.now();
    const context = await demo.browser.newContext();
    const fresh = await context.newPage();
    await fresh.goto(demo.url);
    await fresh.locator('body[data-ready]').waitFor();
    console.info(`console, cold page to usable: ${Math.round(performance.now() - start)} ms`);
    expect(await fresh.getByRole('heading', { level: 1 }).textContent()).toBe('sprint');
    await context.close();
  });

  it('offers commands with their descriptions, options and live suggestions, by keyboard alone', async () => {
    await line().focus();
    await page.keyboard.type('/show');
    const suggestions = page.getByRole('listbox', { name: 'What could come next' });
    await suggestions.getByRole('option').first().waitFor();
    expect(await suggestions.getByRole('option').first().textContent()).toMatch(/^\/show-/);
    await shot('picker');
    await page.keyboard.press('Escape');
    await line().fill('/show-sprint ');
    await suggestions.getByRole('option').first().waitFor();
    await page.keyboard.press('Tab');
    await expect.poll(() => suggestions.getByRole('option').count()).toBeGreaterThan(0);
    await expect.poll(() => line().inputValue()).toMatch(/:$/);
  });

  it('shows the sprint with its picture, and turns pages', async () => {
    await line().focus();
    await page.keyboard.type('/show-sprint');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    await lastMessage().locator('.embed').first().waitFor();
    await lastMessage().locator('.picture img').waitFor();
    await page.waitForTimeout(400);
    expect(await lastMessage().locator('.picture img').getAttribute('alt')).not.toBe('');
    await shot('sprint-dark');
    await page.getByRole('button', { name: 'Jump to present' }).click();
    await picture('sprint');
    const before = await lastMessage().textContent();
    await lastMessage().getByRole('button', { name: 'All issues' }).click();
    await lastMessage().getByRole('button', { name: 'Next' }).waitFor();
    const first = await lastMessage().textContent();
    expect(first).not.toBe(before);
    await lastMessage().getByRole('button', { name: 'Next' }).click();
    await expect.poll(() => lastMessage().textContent()).not.toBe(first);
  });

  it('tells those who may not, alone', async () => {
    await become('Nico Newcomer');
    await expect.poll(() => page.getByRole('button', { name: 'Nico Newcomer', pressed: true }).count()).toBe(1);
    await say('/show-sprint');
    await page.getByText('Only you can see this').last().waitFor();
    await shot('denied');
    await become('Lea Leadership');
    await expect.poll(() => page.getByText('Only you can see this').count()).toBe(0);
  });

  it('opens a form, keeps it open while something is missing, and sends it', async () => {
    await say('/feedback');
    const dialog = page.getByRole('dialog', { name: 'Feedback' });
    await dialog.waitFor();
    await shot('form');
    expect(await axeViolations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Submit' }).click();
    expect(await dialog.isVisible()).toBe(true);
    await dialog.getByRole('textbox', { name: /^What do you want to say/ }).fill('A customer would buy a smaller arm.');
    await dialog.getByRole('textbox', { name: 'In one line' }).fill('Arms in two sizes');
    await dialog.getByRole('button', { name: 'Submit' }).click();
    await dialog.waitFor({ state: 'detached' });
    await expect
      .poll(() => demo.house.linear.workspace.issues.some(({ title }) => title === 'Arms in two sizes'), {
        timeout: 20_000,
      })
      .toBe(true);
  });

  it('chooses several in a select by keyboard', async () => {
    await become('Dana Developer');
    await say('/my-notifications');
    const select = lastMessage().getByRole('button', { name: /^Tell me at once/ });
    await select.waitFor();
    const before = await lastMessage().textContent();
    await select.focus();
    await page.keyboard.press('Enter');
    const options = lastMessage().getByRole('listbox').and(page.locator(':visible')).getByRole('option');
    expect(await options.count()).toBeGreaterThan(1);
    await shot('select');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Tab');
    await expect.poll(() => lastMessage().textContent(), { timeout: 15_000 }).not.toBe(before);
  });

  it('makes an issue from a pin', async () => {
    await visitor.goTo('feedback');
    await say('The export forgets the last column');
    await become('Dana Developer');
    const pinned = page.locator('.message', { hasText: 'forgets the last column' }).first();
    await pinned.hover();
    await pinned.getByRole('button', { name: 'React with 📌' }).click();
    await pinned.getByRole('button', { name: /^📌 1/ }).waitFor();
    await expect
      .poll(() => demo.house.linear.workspace.issues.some(({ title }) => title.includes('forgets the last column')), {
        timeout: 20_000,
      })
      .toBe(true);
    await expect
      .poll(() => page.locator('.message', { hasText: /ENG-\d+/ }).count(), { timeout: 20_000 })
      .toBeGreaterThan(0);
    await shot('captured');
    await page.emulateMedia({ colorScheme: 'light' });
    await line().hover();
    await line().focus();
    await picture('capture');
  });

  it('tells of an issue that was moved on the board', async () => {
    await visitor.goTo('news');
    const column = page.getByRole('region', { name: 'In Progress' });
    const key = (await column.locator('.card').first().getAttribute('aria-label')) ?? '';
    await page.getByRole('button', { name: new RegExp(`^Move ${key}:`) }).click();
    await page.getByRole('option', { name: 'In Review', exact: true }).and(page.locator(':visible')).click();
    await page.getByRole('region', { name: 'In Review' }).locator(`[aria-label="${key}"]`).waitFor();
    await expect.poll(() => page.locator('.message', { hasText: key }).count(), { timeout: 30_000 }).toBeGreaterThan(0);
    await shot('news');
    await page.emulateMedia({ colorScheme: 'light' });
    await page.getByRole('region', { name: 'In Review' }).scrollIntoViewIfNeeded();
    await picture('news');
  });

  it('takes an issue that is dragged into another state, and shows the traffic of it', async () => {
    const card = page.getByRole('region', { name: 'Backlog' }).locator('.card').first();
    const key = (await card.getAttribute('aria-label')) ?? '';
    await card
      .locator('p')
      .first()
      .dragTo(page.getByRole('region', { name: 'Todo' }).getByRole('heading'));
    await page.getByRole('region', { name: 'Todo' }).locator(`[aria-label="${key}"]`).waitFor({ timeout: 5_000 });
    await page.getByRole('heading', { name: 'Traffic' }).click();
    await page.locator('.traffic li', { hasText: 'webhooks' }).first().waitFor();
    await page.locator('.traffic li summary').first().click();
    await page.locator('.traffic pre').first().scrollIntoViewIfNeeded();
    await shot('traffic');
    expect(await axeViolations(page)).toEqual([]);
  });

  it('shows the tasks of a member from their menu', async () => {
    await page.getByRole('button', { name: 'Profile of Dana Developer' }).click();
    await shot('profile');
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Show open tasks' }).click();
    await page.getByText('Dana Developer is not connected to Linear yet', { exact: true }).waitFor();
    expect(await lastMessage().textContent()).toContain('used Show open tasks');
  });

  it('sets the clock forward, and the digest of that morning comes', async () => {
    await visitor.goTo('sprint');
    const field = page.getByRole('textbox', { name: 'Another time, in UTC' });
    await field.fill('yesterday');
    await page.getByRole('button', { name: 'Go', exact: true }).click();
    await page.getByText('“yesterday” is no time that is understood.').waitFor();
    expect(demo.strayWords.splice(0)).toEqual([expect.stringContaining('400')]);
    await field.fill('next wednesday 9:00');
    await page.keyboard.press('Enter');
    const digest = page.locator('.message', { hasText: 'Daily digest for developers' });
    await digest.first().waitFor({ timeout: 20_000 });
    expect(await field.inputValue()).toBe('');
    expect(await page.locator('.clock time').textContent()).toMatch(/^Wed, .* 09:0\d UTC$/);
    expect(await page.locator('.message', { hasText: 'gripper firmware' }).first().textContent()).not.toContain(
      'Today',
    );
    await shot('clock');
    expect(await axeViolations(page)).toEqual([]);
  });

  it('switches faults on and off, and the bot ends and comes back', async () => {
    await page.getByLabel('What', { exact: true }).selectOption('Linear, reading');
    await page.getByLabel('How', { exact: true }).selectOption('answers 500');
    await page.getByRole('button', { name: 'Break it' }).click();
    const mend = page.getByRole('button', { name: 'Mend: Linear, reading: answers 500' });
    await mend.waitFor();
    expect(demo.house.faults.list()).toEqual([{ service: 'linear', route: 'reading', kind: 'status', status: 500 }]);
    await mend.scrollIntoViewIfNeeded();
    await shot('faults');
    expect(await axeViolations(page)).toEqual([]);
    await mend.click();
    await expect.poll(() => demo.house.faults.list().length).toBe(0);
    const before = demo.seat.bot.child.pid;
    await page.getByRole('button', { name: 'Kill the bot' }).click();
    await expect.poll(() => demo.seat.bot.child.pid, { timeout: 20_000 }).not.toBe(before);
    await page.getByText('The bot is running').waitFor({ timeout: 20_000 });
  });

  it.each(['dark', 'light'] as const)('has nothing that axe complains about, %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await say('/help');
    await lastMessage().locator('.embed, .text').first().waitFor();
    await shot(`help-${colorScheme}`);
    expect(await axeViolations(page)).toEqual([]);
  });

  it('takes no request from another page or for another name', async () => {
    const asked = (headers: Record<string, string>) =>
      fetch(`${demo.url}do/write`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: '{}',
      });
    expect(await (await asked({ Origin: 'http://elsewhere.example' })).json()).toMatchObject({
      problem: expect.stringContaining('other web pages'),
    });
    const status = await new Promise((answered, failed) => {
      get(demo.url, { headers: { Host: 'elsewhere.example' } }, (answer) => answered(answer.statusCode)).on(
        'error',
        failed,
      );
    });
    expect(status).toBe(400);
    expect(demo.strayWords).toEqual([]);
  });
});
