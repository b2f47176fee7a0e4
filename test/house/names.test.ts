import { basename, dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryFiles } from '../../tools/check/repository-files.ts';
import { ROOT } from './root.ts';

const CODE = /^(?:src|sandbox|test|tools)\//;

/** What may stand between a file's name and `.ts`: each ending says what kind of file it is. */
const ENDINGS = ['', '.command', '.view', '.test', '.command.test', '.view.test'];
const KEBAB = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Words that say nothing about what is inside. */
const EMPTY_WORDS = ['utils', 'util', 'helpers', 'helper', 'common', 'misc', 'manager', 'service', 'services', 'base'];

/** What is wrong with the name of a TypeScript file, or null. */
function nameFault(path: string): string | null {
  const [stem = '', ...rest] = basename(path, '.ts').split('.');
  const ending = rest.map((part) => `.${part}`).join('');
  if (!ENDINGS.includes(ending)) return `${path}: the ending ${ending}.ts is not one of ours`;
  if (stem === 'index') return `${path}: no barrels; name the file for what is in it`;
  const parts = [...dirname(path).split('/'), stem];
  const odd = parts.find((part) => !KEBAB.test(part));
  if (odd !== undefined) return `${path}: ${odd} is not kebab-case`;
  const empty = parts.flatMap((part) => part.split('-')).find((word) => EMPTY_WORDS.includes(word));
  return empty === undefined ? null : `${path}: "${empty}" says nothing; name the thing inside`;
}

const eventFault = (path: string): string | null =>
  /^src\/features\/[^/]+\/on-/.test(path) && !/\/on-[a-z-]+(?:\.test)?\.ts$/.test(path)
    ? `${path}: on-<event>.ts`
    : null;

describe('names', () => {
  const files = repositoryFiles(ROOT).filter((path) => CODE.test(path) && path.endsWith('.ts'));

  it('are in kebab-case, say what is inside and end as agreed', () => {
    expect(files.length).toBeGreaterThan(20);
    expect(files.flatMap((path) => nameFault(path) ?? eventFault(path) ?? [])).toEqual([]);
  });

  it.each([
    ['src/bot/index.ts', 'no barrels'],
    ['src/shared/textUtils.ts', 'textUtils is not kebab-case'],
    ['src/shared/text-utils.ts', '"utils" says nothing'],
    ['src/services/linear.ts', '"services" says nothing'],
    ['src/features/help/help.controller.ts', 'the ending .controller.ts is not one of ours'],
  ])('refuse %s', (path, fault) => {
    expect(nameFault(path)).toContain(fault);
  });

  it('in src/features end in the three endings of a feature only for their kind', () => {
    const commands = files.filter((path) => path.endsWith('.command.ts'));
    expect(commands.filter((path) => !path.startsWith('src/features/'))).toEqual([]);
  });
});
