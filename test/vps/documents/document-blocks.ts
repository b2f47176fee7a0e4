import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../../..');

/** The documents whose every command is run. */
export const DOCUMENTS = [
  'docs/deployment/deployment-guide.md',
  'docs/deployment/runbooks/deployment-runbook.md',
  'docs/DEPLOYMENT_RUNBOOK.md',
] as const;

/** A block of code of a document. */
export interface Block {
  readonly document: string;
  /** The word behind the fence; empty when there is none. */
  readonly language: string;
  readonly lines: readonly string[];
}

/** The blocks of a document, in order. */
export function blocksOf(document: string): readonly Block[] {
  const text = readFileSync(join(ROOT, document), 'utf8');
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = '', body = '']) => ({
    document,
    language,
    lines: body.trimEnd().split('\n'),
  }));
}

/** What begins like this between backticks is meant to be typed. */
const TYPED =
  /^(?:(?:sudo |\.\/)?(?:docs\/deployment\/scripts|bin)\/|(?:sudo|onomancer|git|pm2|systemctl|ssh|scp|nano|kill|npm|adduser|curl|chown|server-setup\.sh) ?)/;

/** The commands that stand within the sentences and tables of a document; two words at least, else it is a name. */
export function commandsOf(document: string): readonly string[] {
  const text = readFileSync(join(ROOT, document), 'utf8').replaceAll(/^```[\s\S]*?^```$/gm, '');
  const spans = [...text.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span);
  return [...new Set(spans.filter((span) => TYPED.test(span) && span.includes(' ')))];
}
