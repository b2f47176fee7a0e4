/**
 * Writes the pages that are made from tables: `npm run generate`. With `--check` it writes nothing, names the pages that
 * are not up to date, and ends with exit code 1 when there are any.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { allPages, stalePages } from './pages/all-pages.ts';

const fileOf = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const read = (path: string): string | null => (existsSync(fileOf(path)) ? readFileSync(fileOf(path), 'utf8') : null);

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const stale = stalePages(await allPages(), read);
for (const { path, text } of stale) {
  if (values.check) {
    process.stderr.write(`${path} is not up to date. Run: npm run generate\n`);
    process.exitCode = 1;
  } else {
    mkdirSync(dirname(fileOf(path)), { recursive: true });
    writeFileSync(fileOf(path), text);
    process.stdout.write(`${path} written\n`);
  }
}
if (stale.length === 0) process.stdout.write('All generated pages are up to date.\n');
