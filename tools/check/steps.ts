import { existsSync } from 'node:fs';
import { WHY_NO_BROWSER } from '../../test/browser/chromium.ts';
import { countModules } from './import-rules-output.ts';
import { shellScripts } from './shell-scripts.ts';

/** One question that the check asks about the repository. */
export interface Step {
  /** The word for `--only`. */
  readonly name: string;
  /** What it sees to, for `--list`. */
  readonly about: string;
  /** Program and arguments; a program of a package is named as in node_modules/.bin. */
  readonly command: readonly string[];
  /** What `--fix` runs before. */
  readonly fix?: readonly string[];
  /** Runs when nothing else does: tests measure the bot's own deadlines, so they get the machine for themselves. */
  readonly isAlone?: boolean;
  /** Why it cannot be asked here, when it cannot. */
  readonly skip?: () => string | null;
  /** Looks at the output of a run that ended well, and says what is wrong with it all the same. */
  readonly doubt?: (output: string) => string | null;
}

const CODE = ['src', 'sandbox', 'test', 'tools'];

const tests = (name: string, about: string): Step => ({
  name,
  about,
  command: ['vitest', 'run', '--project', name],
  isAlone: true,
});

/** Every step, in the order of the summary. */
export function steps(root: string): readonly Step[] {
  const scripts = shellScripts(root);
  return [
    { name: 'types', about: 'TypeScript, strict', command: ['tsc', '-p', '.', '--pretty', 'false'] },
    {
      name: 'page-types',
      about: "TypeScript of the demo's page, which runs in a browser",
      command: ['tsc', '-p', 'sandbox/console/client', '--pretty', 'false'],
    },
    {
      name: 'gallery-types',
      about: 'TypeScript of the gallery, which runs in a browser',
      command: ['tsc', '-p', 'test/gallery/client', '--pretty', 'false'],
    },
    { name: 'lint', about: 'promises, any, sizes, test habits (.oxlintrc.json)', command: ['oxlint', '--type-aware'] },
    {
      name: 'format',
      about: 'layout and order of imports (biome.json)',
      command: ['biome', 'check', '--linter-enabled=false', '--error-on-warnings'],
      fix: ['biome', 'check', '--linter-enabled=false', '--write'],
    },
    {
      name: 'imports',
      about: 'who may import whom (.dependency-cruiser.cjs)',
      command: [
        'depcruise',
        '--config',
        '.dependency-cruiser.cjs',
        '--output-type',
        'err-long',
        ...CODE.filter((path) => existsSync(`${root}/${path}`)),
      ],
      doubt: countModules(root, CODE),
    },
    { name: 'dead-code', about: 'unused files, exports and packages (knip.jsonc)', command: ['knip', '--no-progress'] },
    {
      name: 'pages',
      about: 'generated pages are up to date',
      command: ['tsx', 'tools/generate-pages.ts', '--check'],
      fix: ['tsx', 'tools/generate-pages.ts'],
    },
    {
      name: 'shell',
      about: 'shellcheck over every shell script',
      command: ['shellcheck', ...scripts.paths],
      skip: () => scripts.cannotCheck,
    },
    { name: 'build', about: 'dist/ can be built without a warning', command: ['tsx', 'tools/build.ts'] },
    tests('unit', 'each part by itself'),
    tests('contracts', 'ports, adapters and fakes keep the same promises'),
    tests('house', 'rules of this repository that no other tool knows'),
    tests('journeys', 'through the front door, with faults and kills'),
    { ...tests('browser', "the demo's page in Chromium"), skip: () => WHY_NO_BROWSER },
  ];
}
