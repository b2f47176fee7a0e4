import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryFiles } from '../../tools/check/repository-files.ts';
import { ROOT } from './root.ts';

const REQUIRED = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md', 'LICENSE', '.env.example'];

const LINK = /!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g;
const REFERENCE = /^\[[^\]]+\]:\s*<?(\S+?)>?(?:\s|$)/gm;
const FENCE = /^(```|~~~)[\s\S]*?^\1/gm;

/** Markdown without code, where brackets mean nothing. */
function prose(markdown: string): string {
  return markdown.replaceAll(FENCE, '').replaceAll(/`[^`\n]*`/g, '');
}

/** The anchor that GitHub gives a heading. */
function anchorOf(heading: string): string {
  const plain = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
  return plain
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');
}

function anchors(markdown: string): Set<string> {
  const seen = new Map<string, number>();
  const found = new Set<string>();
  for (const [, heading = ''] of markdown.replaceAll(FENCE, '').matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const anchor = anchorOf(heading);
    const count = seen.get(anchor) ?? 0;
    seen.set(anchor, count + 1);
    found.add(count === 0 ? anchor : `${anchor}-${count}`);
  }
  for (const [, id = ''] of markdown.matchAll(/<a (?:id|name)="([^"]+)"/g)) found.add(id);
  return found;
}

type Read = (path: string) => string | null;

/** What is wrong with the relative links of one Markdown file. */
function brokenLinks(path: string, read: Read): string[] {
  const text = prose(read(path) ?? '');
  const targets = [...text.matchAll(LINK), ...text.matchAll(REFERENCE)].map(([, target = '']) => target);
  return targets
    .filter((target) => !/^[a-z][a-z0-9+.-]*:|^\/\//i.test(target))
    .flatMap((target) => {
      const [file = '', anchor] = decodeURI(target).split('#');
      const place = file === '' ? path : normalize(join(dirname(path), file));
      const content = read(place);
      if (content === null) return [`${path}: ${target} leads nowhere`];
      if (anchor === undefined || !place.endsWith('.md') || anchors(content).has(anchor)) return [];
      return [`${path}: ${target}: there is no such heading`];
    });
}

const fromDisk: Read = (path) => {
  const full = join(ROOT, path);
  if (!existsSync(full)) return null;
  return full.endsWith('.md') ? readFileSync(full, 'utf8') : '';
};

describe('the documents', () => {
  const files = repositoryFiles(ROOT);

  it.each(REQUIRED)('include %s', (path) => {
    expect(files).toContain(path);
  });

  it('link only to what exists', () => {
    const pages = files.filter((path) => path.endsWith('.md'));
    expect(pages.flatMap((path) => brokenLinks(path, fromDisk))).toEqual([]);
  });

  it('would say so if they did not', () => {
    const pages: Readonly<Record<string, string>> = {
      'docs/a.md':
        '# Over here\n[b](b.md) [c](c.md) [x](#over-here) [y](#over-there) `[d](d.md)` [o](https://example.org)',
      'docs/b.md': '',
    };
    expect(brokenLinks('docs/a.md', (path) => pages[path] ?? null)).toEqual([
      'docs/a.md: c.md leads nowhere',
      'docs/a.md: #over-there: there is no such heading',
    ]);
  });
});
