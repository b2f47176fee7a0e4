import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resvgPictures } from '../../src/adapters/resvg/draw-pictures.ts';
import { noMetrics } from '../../src/ports/metrics.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { HealthBoard } from '../../src/shared/health-board.ts';
import { FONT_SOURCE } from '../../tools/build/fonts.ts';
import { curate } from '../gallery/curate.ts';
import { entries } from '../gallery/entries.ts';
import { AREAS } from '../gallery/entry.ts';
import { galleryPage } from '../gallery/gallery-page.ts';
import { axeViolations } from './axe.ts';
import { CHROMIUM, WHY_NO_BROWSER } from './chromium.ts';

const SHOTS = resolve(import.meta.dirname, 'shots');
const MADE = resolve(import.meta.dirname, '../../.tmp/gallery-test');

let browser: Browser;
let page: Page;
let address: string;
const strayWords: string[] = [];

const choose = (name: string, option: string) => page.getByRole('combobox', { name }).selectOption(option);
const shown = () => page.locator('.exhibit');

if (WHY_NO_BROWSER !== null) console.warn(`The browser tests are skipped: ${WHY_NO_BROWSER}`);

describe.skipIf(WHY_NO_BROWSER !== null)('the gallery', () => {
  beforeAll(async () => {
    // Each area with each kind of data: all of it would take a minute, and has nothing else in it.
    const some = entries().filter(({ area, data }, index, all) => {
      const like = all.slice(0, index).filter((one) => one.area === area && one.data === data);
      return like.length < 2;
    });
    const pictures = resvgPictures({ fontDir: FONT_SOURCE, metrics: noMetrics, health: new HealthBoard(systemClock) });
    mkdirSync(MADE, { recursive: true });
    const path = join(MADE, 'gallery.html');
    writeFileSync(path, await galleryPage(await curate(some, pictures)));
    address = pathToFileURL(path).href;
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    page = await browser.newPage({ viewport: { width: 1360, height: 860 } });
    page.on('console', (message) => strayWords.push(message.text()));
    page.on('pageerror', (error) => strayWords.push(String(error)));
    page.on('request', (request) => {
      if (!/^(file|data):/.test(request.url())) strayWords.push(`asks for ${request.url()}`);
    });
    await page.goto(address);
    await page.locator('body[data-ready]').waitFor();
  });

  afterAll(async () => {
    await browser?.close();
  });

  it.each(Object.keys(AREAS))('shows %s, and axe has nothing to complain about, dark and light', async (area) => {
    await choose('Area', area);
    expect(await shown().count()).toBeGreaterThan(0);
    for (const theme of ['dark', 'light']) {
      await choose('Theme', theme);
      expect(await axeViolations(page)).toEqual([]);
    }
    await page.screenshot({ path: join(SHOTS, `gallery-${area}.png`) });
  });

  it('is chosen from by kind, by data and by words, with the keyboard', async () => {
    await choose('Area', 'all');
    const all = await shown().count();
    await choose('Data', 'hostile');
    const hostile = await shown().count();
    expect(hostile).toBeLessThan(all);
    expect(await page.locator('.exhibit .badge').first().textContent()).toBe('hostile');
    await choose('Part of Discord', 'select');
    expect(await shown().count()).toBeLessThan(hostile);
    await choose('Part of Discord', 'all');
    await page.getByRole('searchbox', { name: 'Words in the name' }).focus();
    await page.keyboard.type('sprint');
    await expect.poll(() => shown().count()).toBeLessThan(hostile);
    const link = page.getByRole('navigation', { name: 'Contents' }).getByRole('link').first();
    await link.focus();
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).hash).toBe(await link.getAttribute('href'));
    await page.getByRole('searchbox', { name: 'Words in the name' }).fill('');
    await choose('Data', 'all');
  });

  it('changes its theme whatever the system prefers, and fits a phone', async () => {
    const ground = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    await page.emulateMedia({ colorScheme: 'dark' });
    await choose('Theme', 'light');
    const light = await ground();
    await choose('Theme', 'dark');
    expect(await ground()).not.toBe(light);
    await choose('Theme', 'system');
    expect(await ground()).not.toBe(light);
    await choose('Area', 'pictures');
    await choose('Width', 'phone');
    await page.setViewportSize({ width: 390, height: 800 });
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });

  it('asks for nothing and runs nothing that came with the data', () => {
    expect(strayWords).toEqual([]);
  });
});
