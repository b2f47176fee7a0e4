import type { APIApplicationCommandOptionChoice } from 'discord-api-types/v10';
import type { Choice } from '../../ports/chat.ts';
import { fitLine } from '../../shared/text/fit-text.ts';
import { cleanLine } from './clean-text.ts';
import { LIMITS } from './render-limits.ts';

/**
 * Suggestions as Discord wants them: names are cut, and no more are offered than it takes. A value comes back as it is.
 * Source: interactions/application-commands, "Application Command Option Choice Structure".
 */
export function renderChoices(choices: readonly Choice[]): APIApplicationCommandOptionChoice<string>[] {
  return choices.slice(0, LIMITS.options).map(({ name, value }) => ({
    name: fitLine(cleanLine(name), LIMITS.optionChars) || '–',
    value,
  }));
}
