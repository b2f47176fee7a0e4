import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const CLIENT = join(import.meta.dirname, 'client');

export interface PageFile {
  readonly type: string;
  readonly text: string;
}

/** The files of the page, by path; its script is bundled in memory, so nothing of the page is in the product. */
export async function pageFiles(): Promise<Readonly<Record<string, PageFile>>> {
  const { outputFiles } = await build({
    entryPoints: [join(CLIENT, 'main.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    logLevel: 'silent',
  });
  const read = (name: string): string => readFileSync(join(CLIENT, name), 'utf8');
  return {
    '/': { type: 'text/html; charset=utf-8', text: read('console.html') },
    '/favicon.svg': { type: 'image/svg+xml', text: read('favicon.svg') },
    '/console.css': { type: 'text/css; charset=utf-8', text: read('console.css') + read('panels.css') },
    '/console.js': { type: 'text/javascript; charset=utf-8', text: outputFiles[0]?.text ?? '' },
  };
}
