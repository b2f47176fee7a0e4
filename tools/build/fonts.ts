import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { BuiltFile } from './bundle.ts';

const PACKAGE = dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json'));

/** Where the font files come from. */
export const FONT_SOURCE = join(PACKAGE, 'ttf');

/** The font of the pictures, with its licence, for `dist/fonts`: a server has no fonts of its own, and no two have the same. */
export function fonts(root: string): readonly BuiltFile[] {
  const files = [
    join(FONT_SOURCE, 'DejaVuSansCondensed.ttf'),
    join(FONT_SOURCE, 'DejaVuSansCondensed-Bold.ttf'),
    join(PACKAGE, 'LICENSE'),
  ];
  return files.map((path) => ({
    path: join(root, 'dist/fonts', path.slice(dirname(path).length + 1)),
    contents: readFileSync(path),
  }));
}
