import { Locale } from 'discord-api-types/v10';
import { z } from 'zod';
import { maybe, must } from '../form.ts';

const LOCALES: ReadonlySet<string> = new Set(Object.values(Locale));

/**
 * Texts by language; each follows the rules of the text that it stands for.
 * https://docs.discord.com/developers/interactions/application-commands#localization
 */
export const localized = <T extends z.ZodType<string>>(text: T) =>
  maybe(
    z
      .record(z.string(), text)
      .check(
        must(
          (texts) => Object.keys(texts).every((locale) => LOCALES.has(locale)),
          'BASE_TYPE_CHOICES',
          `Value must be one of (${[...LOCALES].join(', ')}).`,
        ),
      ),
  );

/** The characters of a text that count: of its longest form in any language. */
export function longest(text: string, localizations: Readonly<Record<string, string>> | null | undefined): number {
  return Math.max(...[text, ...Object.values(localizations ?? {})].map((one) => [...one].length));
}
