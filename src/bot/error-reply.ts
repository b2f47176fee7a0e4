import type { Reply } from '../ports/chat.ts';
import type { AppError, ErrorFacts } from '../shared/errors/app-error.ts';
import { explain } from '../shared/errors/catalogue.ts';
import { redactPatterns } from '../shared/redact.ts';
import { safeLine, withoutInvisible } from '../shared/text/markdown.ts';
import { clip } from '../shared/text/words.ts';

/** A fact that is longer would push away what to do. */
const MAX_FACT_CHARS = 300;

/** What a person sees when something could not be done: a sentence, what to do next, and a reference that finds the log lines. */
export function errorReply(error: AppError, reference: string): Reply {
  const { says, hint } = explain(error.code, shortened(error.facts));
  return {
    cards: [
      {
        tone: 'bad',
        title: safeLine(redactPatterns(says)),
        text: withoutInvisible(redactPatterns(hint)),
        footer: `Reference ${reference} · ${error.code}`,
      },
    ],
  };
}

function shortened(facts: ErrorFacts): ErrorFacts {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      typeof value === 'string' ? clip(value, MAX_FACT_CHARS) : value,
    ]),
  );
}
