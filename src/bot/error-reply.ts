import type { Reply } from '../ports/chat.ts';
import type { AppError } from '../shared/errors/app-error.ts';
import { explain } from '../shared/errors/catalogue.ts';
import { redactPatterns } from '../shared/redact.ts';
import { safeLine, withoutInvisible } from '../shared/text/markdown.ts';

/** What a person sees when something could not be done: a sentence, what to do next, and a reference that finds the log lines. */
export function errorReply(error: AppError, reference: string): Reply {
  const { says, hint } = explain(error.code, error.facts);
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
