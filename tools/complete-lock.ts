/**
 * `npm run complete-lock`, after every `npm install <package>`: some registries do not serve every platform's build of a
 * package; npm then leaves those builds out of package-lock.json, and the next `npm ci` refuses the lock file. This puts
 * the missing ones back, by name, exact version and platform. `--check` only says what is missing.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { completeLock, type LockFile } from './lock/complete.ts';

const PATH = resolve(import.meta.dirname, '../package-lock.json');

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const { lock, added } = completeLock(JSON.parse(readFileSync(PATH, 'utf8')) as LockFile);

if (added.length === 0) {
  console.log('package-lock.json names every platform.');
} else if (values.check) {
  console.error(`package-lock.json lacks:\n  ${added.join('\n  ')}\nComplete it: npm run complete-lock`);
  process.exitCode = 1;
} else {
  writeFileSync(PATH, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`Added to package-lock.json:\n  ${added.join('\n  ')}`);
}
