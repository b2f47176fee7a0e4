import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { axeViolations } from './axe.ts';
import { WHY_NO_BROWSER } from './chromium.ts';
import { type OpenConsole, openForAll, type Visitor } from './open-console.ts';
import { openShots } from './shots.ts';

const PHONE = { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true };

const shots = openShots('reach');
let demo: OpenConsole;
let visitor: Visitor;
let page: Page;

describe.skipIf(WHY_NO_BROWSER !== null)('the console is for everybody', () => {
  openForAll(shots, (opened) => {
    ({ demo, visitor, page } = opened);
  });

  beforeEach(async () => {
    await visitor.start();
  });

  it('leads from the picker to a sprint, its chart, its pages and a denial by keyboard alone', async () => {
    await page.keyboard.type('/show-sp');
    await page.getByRole('option', { name: /^\/show-sprint/ }).waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => visitor.line.inputValue()).toBe('/show-sprint ');
    await page.keyboard.press('Enter');
    await visitor.lastMessage.locator('.picture img').waitFor();
    await tabTo('All issues', 'Shift+Tab');
    await page.keyboard.press('Enter');
    await visitor.lastMessage.getByRole('button', { name: 'Next' }).waitFor();
    const before = await visitor.lastMessage.textContent();
    // Its place was taken by the list, and the focus is still in this message.
    await tabTo('Next ▸', 'Tab');
    await page.keyboard.press('Space');
    await visitor.lastMessage.getByText('page 2 of').waitFor();
    expect(await visitor.lastMessage.textContent()).not.toBe(before);
    await tabTo('Nico Newcomer', 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Nico Newcomer', pressed: true }).waitFor();
    await visitor.line.focus();
    await page.keyboard.type('/show-sprint');
    await page.keyboard.press('Enter');
    await visitor.lastMessage.getByText('Only you can see this').waitFor();
    await shots.take(page, 'denied-by-keyboard');
  });

  it('tells a screen reader what came in a sentence, and nothing twice', async () => {
    expect(await page.getByRole('log').getAttribute('aria-live')).toBe('off');
    const said = page.locator('#aloud');
    await visitor.say('/status');
    await expect.poll(() => said.textContent()).toMatch(/^Onomancer, only to you: /);
    expect((await said.textContent())?.length).toBeLessThan(300);
    await page
      .getByRole('article', { name: /^Onomancer, Today at/ })
      .last()
      .waitFor();
  });

  it('names what it has: regions, lists, headings', async () => {
    await page.getByRole('navigation', { name: 'Channels and members' }).waitFor();
    await page.getByRole('list', { name: 'Channels' }).waitFor();
    await page
      .getByRole('list', { name: 'Developers' })
      .getByRole('button', { name: 'Dana Developer', exact: true })
      .waitFor();
    await page.getByRole('main').getByRole('heading', { level: 1, name: 'sprint' }).waitFor();
    await page.getByRole('complementary', { name: 'Behind the scenes' }).waitFor();
  });

  it('shows who somebody is, and lets me become them', async () => {
    await page.getByRole('log').getByRole('button', { name: 'Dana Developer' }).first().click();
    const profile = page.getByRole('dialog', { name: 'Dana Developer' });
    await profile.getByText('Developers').waitFor();
    await shots.take(page, 'profile');
    expect(await axeViolations(page)).toEqual([]);
    await profile.getByRole('button', { name: 'Become Dana Developer' }).click();
    await page.getByRole('button', { name: 'Dana Developer', pressed: true }).waitFor();
  });

  it('keeps still for those who asked for that', async () => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const moving = await page.evaluate('document.getAnimations().length');
    expect(moving).toBe(0);
    await visitor.say('/show-sprint');
    await page.locator('.message').last().waitFor();
    expect(await page.evaluate('document.getAnimations().length')).toBe(0);
  });

  it('keeps its shape in forced colours', async () => {
    await page.emulateMedia({ forcedColors: 'active' });
    await visitor.say('/help');
    await visitor.lastMessage.locator('.embed').waitFor();
    await shots.take(page, 'forced-colours');
    expect(await axeViolations(page)).toEqual([]);
  });

  it('can be used on a phone, with fingers', async () => {
    const phone = await demo.open(PHONE);
    await phone.page.getByRole('button', { name: 'Channels and members' }).tap();
    await phone.page.getByRole('button', { name: 'general', exact: true }).tap();
    await phone.page.getByRole('heading', { level: 1, name: 'general' }).waitFor();
    await phone.say('/show-sprint');
    await phone.lastMessage.locator('.picture img').waitFor();
    await shots.take(phone.page, 'phone-sprint');
    await shots.picture(phone.page, 'phone');
    await phone.lastMessage.getByRole('button', { name: 'All issues' }).tap();
    await phone.lastMessage.getByRole('button', { name: 'Next' }).waitFor();
    await shots.take(phone.page, 'phone-pages');
    expect(await phone.page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await phone.page.getByRole('button', { name: 'Channels and members' }).tap();
    await shots.take(phone.page, 'phone-members');
    await phone.page.getByRole('button', { name: 'Nico Newcomer', exact: true }).tap();
    await phone.say('/show-sprint');
    await phone.lastMessage.getByText('Only you can see this').waitFor();
    await phone.page.getByRole('button', { name: 'Behind the scenes' }).tap();
    await shots.take(phone.page, 'phone-behind');
    expect(await axeViolations(phone.page)).toEqual([]);
    await phone.page.close();
  });

  it('asks nothing of other machines, and lets nothing inline run', async () => {
    const answer = await fetch(demo.url);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(await answer.text()).not.toMatch(/<script(?![^>]*src=)|<style|style=|\son\w+=/);
    const elsewhere: string[] = [];
    page.on('request', (request) => {
      if (!new URL(request.url()).hostname.startsWith('127.')) elsewhere.push(request.url());
    });
    await page.reload();
    await visitor.say('/show-sprint');
    await page.locator('.picture img').last().waitFor();
    expect(elsewhere).toEqual([]);
    expect(demo.strayWords).toEqual([]);
  });
});

const MANY = 120;

/** Presses the key until the button with this text has the focus; messages and members come before the box. */
async function tabTo(text: string, key: 'Tab' | 'Shift+Tab'): Promise<void> {
  const focused = page.locator('button:focus', { hasText: text });
  for (let pressed = 0; pressed < MANY; pressed += 1) {
    await page.keyboard.press(key);
    if ((await focused.count()) > 0) return;
  }
  throw new Error(`The focus never reached "${text}"`);
}
