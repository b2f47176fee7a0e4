import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Page } from 'playwright-core';

/** Git ignores it; CI can keep it. */
const FOLDER = resolve(import.meta.dirname, 'shots');
const ROOT = resolve(import.meta.dirname, '../..');

export interface Shots {
  /** What the page looks like now. */
  take(page: Page, name: string): Promise<void>;
  /** For the README: copied to docs/pictures when the page looks different. */
  picture(page: Page, name: string): Promise<void>;
  /** Writes an index of all that are there, and says where. */
  close(): void;
}

/** The pictures of one file of tests; `prefix` keeps them apart from those of others. */
export function openShots(prefix: string): Shots {
  mkdirSync(FOLDER, { recursive: true });
  const pathOf = (name: string, ending: string): string => join(FOLDER, `${prefix}-${name}.${ending}`);
  for (const old of taken()) if (old.startsWith(`${prefix}-`)) rmSync(join(FOLDER, old));
  return {
    take: async (page, name) => void (await page.screenshot({ path: pathOf(name, 'png') })),
    picture: async (page, name) => {
      const session = await page.context().newCDPSession(page);
      const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 70 });
      writeFileSync(pathOf(name, 'webp'), Buffer.from(data, 'base64'));
    },
    close: () => {
      const names = taken();
      writeFileSync(join(FOLDER, 'index.html'), indexOf(names));
      console.info(`${names.length} screenshots are in ${relative(ROOT, FOLDER)}, with an index.html`);
    },
  };
}

const taken = (): readonly string[] => readdirSync(FOLDER).filter((name) => /\.(png|webp)$/.test(name));

/** Names are of this repository, so nothing in them needs to be escaped. */
function indexOf(names: readonly string[]): string {
  const figures = names.map(
    (name) =>
      `<figure><figcaption>${name}</figcaption><a href="${name}"><img src="${name}" alt="${name}" width="480"></a></figure>`,
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Screenshots</title><h1>Screenshots</h1>${figures.join('')}</html>\n`;
}
