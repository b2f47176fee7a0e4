import type { CatalogueEntry } from '../../src/shared/errors/catalogue.ts';
import { CATALOGUE } from '../../src/shared/errors/catalogue.ts';
import type { Page } from './markdown.ts';
import { code, generatedFrom, page } from './markdown.ts';

const INTRO = `What the bot says when something cannot be done, and what to do then. People see the sentence, the hint and a short reference; the log line with the same reference has the code, the cause and the stack. Words in braces are filled in.

\`\`\`sh
grep 7K3M9QTZ /var/log/devrel/onomancer.log
\`\`\`

HTTP answers have the shape \`{"error":{"code","message","hint","reference"}}\` and the status given here. A process that ends with an error has the exit code given here ([sysexits.h](https://man7.org/linux/man-pages/man3/sysexits.h.3head.html)).`;

/** docs/errors.md: every code of the catalogue. */
export function errorsPage(): Page {
  return page('docs/errors.md', [
    generatedFrom('src/shared/errors/catalogue.ts'),
    '# Errors',
    INTRO,
    ...Object.entries(CATALOGUE).map(([name, entry]) => section(name, entry)),
  ]);
}

function section(name: string, entry: CatalogueEntry): string {
  const again = entry.isRetryable ? 'yes' : 'no';
  const facts = `HTTP ${entry.httpStatus} · exit code ${entry.exitCode} · worth trying again: ${again}`;
  return [`## ${code(name)}`, `> ${literal(entry.says)}`, literal(entry.hint), facts].join('\n\n');
}

/** Sentences that are a single fact read badly on their own. */
function literal(text: string): string {
  return /^\{\w+\}$/.test(text) ? `(${text.slice(1, -1)}, in words for the case at hand)` : text;
}
