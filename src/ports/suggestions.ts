import { AppError } from '../shared/errors/app-error.ts';
import { explain } from '../shared/errors/catalogue.ts';
import { oneLine } from '../shared/text/markdown.ts';
import { clip } from '../shared/text/words.ts';
import type { Choice } from './chat.ts';

/** Discord shows at most 25 suggestions, names and values of at most 100 characters. Source: Discord's reference, "Application Command Option Choice". */
const MAX_CHOICES = 25;
const MAX_CHOICE_CHARS = 100;

/** A suggestion within Discord's limits: a long name is cut. A long value is cut too: `findByName` takes its beginning. */
export function choice(name: string, value: string): Choice {
  return {
    name: clip(oneLine(name), MAX_CHOICE_CHARS) || '(no name)',
    value: value.slice(0, MAX_CHOICE_CHARS),
  };
}

/**
 * The suggestions, at most 25 and each value once. When they cannot be had, one suggestion says why; choosing it gives
 * what was typed.
 */
export async function suggestions(typed: string, make: () => Promise<readonly Choice[]>): Promise<readonly Choice[]> {
  try {
    const seen = new Set<string>();
    const once = (await make()).filter(({ value }) => !seen.has(value) && seen.add(value));
    return once.slice(0, MAX_CHOICES);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [choice(sayBriefly(error), typed.trim() === '' ? '?' : typed)];
  }
}

function sayBriefly(error: AppError): string {
  if (error.code === 'LINEAR_UNREACHABLE') return 'Linear is not answering. Go on typing, or try again in a minute.';
  return explain(error.code, error.facts).says;
}
