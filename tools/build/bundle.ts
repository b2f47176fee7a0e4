import { existsSync } from 'node:fs';
import { type BuildOptions, build, type OutputFile } from 'esbuild';
import { toAscii } from './ascii.ts';
import { leanLinearSdk } from './lean-linear-sdk.ts';
import { ownSourceMap } from './own-source-map.ts';

/** The entrances of the product; each becomes `dist/<name>.js`. */
const ENTRANCES = ['src/bot.ts', 'src/register-commands.ts', 'src/database.ts', 'src/events.ts'];

/** A file of `dist/`, not yet written. */
export interface BuiltFile {
  readonly path: string;
  readonly contents: Uint8Array;
}

/**
 * CommonJS packages call `require`, which a module of ours does not have: each output file brings its own.
 * https://github.com/evanw/esbuild/issues/1921
 */
const BANNER = `import { createRequire as onomancerCreateRequire } from 'node:module';
const require = onomancerCreateRequire(import.meta.url);`;

/** Packages that the bundle leaves outside, because they carry a compiled part beside them; production installs these. */
export const EXTERNAL = ['@photostructure/sqlite', '@resvg/resvg-js'];

const OPTIONS = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  sourcemap: 'linked',
  sourcesContent: false,
  // Names stay as they are, because traces show them; forcing the last few of them (keepNames) costs a tenth of the start.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'linked',
  external: EXTERNAL,
  banner: { js: BANNER },
  outdir: 'dist',
  write: false,
  logLevel: 'silent',
} as const satisfies BuildOptions;

/** The files of `dist/`, not yet written. Throws with esbuild's own words when it has an error or a warning. */
export async function bundle(root: string, entrances: readonly string[] = ENTRANCES): Promise<BuiltFile[]> {
  const missing = entrances.filter((path) => !existsSync(`${root}/${path}`));
  if (missing.length > 0) throw new Error(`There is nothing to build at ${missing.join(', ')}.`);
  const { outputFiles, warnings } = await build({
    ...OPTIONS,
    absWorkingDir: root,
    entryPoints: [...entrances],
    plugins: [leanLinearSdk()],
  });
  if (warnings.length > 0) {
    const lines = warnings.map(({ text, location }) => `${location?.file ?? '?'}:${location?.line ?? 0}: ${text}`);
    throw new Error(`esbuild warns:\n${lines.join('\n')}`);
  }
  return outputFiles.map(finished);
}

function finished({ path, contents, text }: OutputFile): BuiltFile {
  if (path.endsWith('.map')) return { path, contents: Buffer.from(ownSourceMap(text)) };
  return { path, contents: path.endsWith('.js') ? Buffer.from(toAscii(text)) : contents };
}
