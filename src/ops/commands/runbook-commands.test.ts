import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { VERBS } from './registry.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const PAGES = ['docs/deployment/runbooks/deployment-runbook.md', 'docs/deployment/deployment-guide.md', 'CHANGELOG.md'];
/** `onomancer VERB …` and the launchers, up to the end of the line or of the code. */
const CALL =
  /(?:onomancer(?!-)|docs\/deployment\/scripts\/(?=(?:deploy|rollback)\.sh)) ?(deploy|rollback|[a-z-]+)(?:\.sh)?((?: [^\s`|#;&)]+)*)/g;

it.each(PAGES)('%s names only verbs and flags that there are', (page) => {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const calls = [...text.matchAll(/`([^`\n]+)`|^((?:docs|onomancer|bin|sudo|\.\/).*)$/gm)]
    .flatMap(([, inline, line]) => [...(inline ?? line ?? '').matchAll(CALL)])
    .map(([, verb = '', args = '']) => ({
      verb,
      flags: [...args.matchAll(/ (--[a-z-]+)/g)].map(([, flag = '']) => flag),
    }));
  const unknown = calls.flatMap(({ verb, flags }) => {
    const found = VERBS.find(({ name }) => name === verb);
    return found === undefined
      ? [verb]
      : flags.filter((flag) => !found.help.includes(flag)).map((flag) => `${verb} ${flag}`);
  });
  expect(calls.length).toBeGreaterThan(0);
  expect(unknown).toEqual([]);
});
