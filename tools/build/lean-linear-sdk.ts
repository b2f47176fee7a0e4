import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

const DOCUMENT = /= new TypedDocumentString\(/g;

/**
 * Lets esbuild drop what nobody uses of Linear's SDK. It makes about 1,300 documents when it is loaded; making one has
 * no effect, but only an annotation says so (https://esbuild.github.io/api/#pure, "@__PURE__"). Without it the SDK is
 * more than half of the bundle and costs a fifth of the start. Warns, which fails the build, when the SDK looks different.
 */
export function leanLinearSdk(): Plugin {
  return {
    name: 'lean-linear-sdk',
    setup(build) {
      build.onLoad({ filter: /[\\/]@linear[\\/]sdk[\\/]dist[\\/]index\.mjs$/ }, async ({ path }) => {
        const source = await readFile(path, 'utf8');
        const contents = source.replace(DOCUMENT, '= /* @__PURE__ */ new TypedDocumentString(');
        const text = 'Linear’s SDK does not make its documents as it used to: see tools/build/lean-linear-sdk.ts.';
        return { contents, loader: 'js', warnings: contents === source ? [{ text }] : [] };
      });
    },
  };
}
