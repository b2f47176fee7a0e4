import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Collection } from './exhibit.ts';

const CLIENT = join(import.meta.dirname, 'client');
const CONSOLE = join(import.meta.dirname, '../../sandbox/console/client');

/** The whole gallery as one file: nothing in it is asked for elsewhere, and its policy lets nothing else run. */
export async function galleryPage(collection: Collection): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(CLIENT, 'main.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    logLevel: 'silent',
    // A closing tag in a string would end the script.
    supported: { 'inline-script': false },
  });
  const script = outputFiles[0]?.text ?? '';
  const style = [join(CONSOLE, 'console.css'), join(CLIENT, 'gallery.css')]
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
  const parts: Readonly<Record<string, string>> = {
    policy: `<meta http-equiv="Content-Security-Policy" content="${policyFor(script, style)}" />`,
    style: `<style>${style}</style>`,
    script: `<script>${script}</script>`,
    // Inside of a script only this sign could end it.
    collection: `<script type="application/json" id="collection">${JSON.stringify(collection).replaceAll('<', '\\u003c')}</script>`,
  };
  const page = readFileSync(join(CLIENT, 'gallery.html'), 'utf8');
  return page.replaceAll(/<!-- (\w+) -->/g, (whole, name: string) => parts[name] ?? whole);
}

function policyFor(script: string, style: string): string {
  const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return [
    "default-src 'none'",
    `script-src ${hash(script)}`,
    `style-src ${hash(style)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
