import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { resvgPictures } from '../../src/adapters/resvg/draw-pictures.ts';
import { noMetrics } from '../../src/ports/metrics.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { HealthBoard } from '../../src/shared/health-board.ts';
import { FONT_SOURCE } from '../../tools/build/fonts.ts';
import { curate } from './curate.ts';
import { entries } from './entries.ts';
import { galleryPage } from './gallery-page.ts';

const OUT = resolve(import.meta.dirname, '../../.tmp/gallery');

const HELP = `Every message, form, list and picture of Onomancer with typical, empty, extreme and hostile data, as one page.

  npm run gallery                    all of it; prints where the page is
  npm run gallery -- --only WORDS    only entries with these words in their name or area: --only show-sprint

The page needs no server: open the file in a browser. Exit code 1 when something breaks a limit of Discord or a rule of ours.`;

/** Makes the page and says where it is. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help === true) {
    console.log(HELP);
    return 0;
  }
  const words = (values.only ?? '').toLowerCase();
  const chosen = entries().filter(({ name, area }) => `${area} ${name}`.toLowerCase().includes(words));
  if (chosen.length === 0) {
    console.error(`No entry has "${values.only}" in its name or area.`);
    return 64;
  }
  const health = new HealthBoard(systemClock);
  const { seen: _seen, ...collection } = await curate(
    chosen,
    resvgPictures({ fontDir: FONT_SOURCE, metrics: noMetrics, health }),
  );
  mkdirSync(OUT, { recursive: true });
  const path = join(OUT, 'gallery.html');
  writeFileSync(path, await galleryPage(collection));
  const broken = collection.exhibits.filter(({ breaches }) => breaches.length > 0);
  for (const { id, breaches } of broken) console.error(`${id}\n  ${[...new Set(breaches)].join('\n  ')}`);
  console.log(`${collection.exhibits.length} entries, ${broken.length} of them break a limit or a rule: ${path}`);
  return broken.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 70;
}
