import {
  type APIActionRowComponent,
  type APISelectMenuOption,
  type APIStringSelectComponent,
  ComponentType,
} from 'discord-api-types/v10';
import type { Select, SelectOption } from '../../ports/chat.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { fitLine } from '../../shared/text/fit-text.ts';
import { cleanLine } from './clean-text.ts';
import { LIMITS } from './render-limits.ts';

/** Each select in a row of its own: Discord takes nothing beside it. */
export function renderSelects(selects: readonly Select[]): APIActionRowComponent<APIStringSelectComponent>[] {
  return selects.map((select) => ({ type: ComponentType.ActionRow, components: [renderSelect(select)] }));
}

function renderSelect({ id, placeholder, options, min, max }: Select): APIStringSelectComponent {
  const hint = fitLine(cleanLine(placeholder), LIMITS.placeholderChars);
  return {
    type: ComponentType.StringSelect,
    custom_id: id,
    min_values: min,
    max_values: Math.min(max, options.length),
    options: renderOptions(id, options),
    ...(hint === '' ? {} : { placeholder: hint }),
  };
}

/**
 * Labels and descriptions are cut. A wrong value or number of options is a mistake of the feature, which no cutting could
 * mend: `INTERNAL`. Source: components/reference, "String Select".
 */
export function renderOptions(id: string, options: readonly SelectOption[]): APISelectMenuOption[] {
  const values = options.map(({ value }) => value);
  const isWrong = (value: string): boolean => value === '' || value.length > LIMITS.optionChars;
  const isOff = options.length === 0 || options.length > LIMITS.options;
  if (isOff || values.some(isWrong) || new Set(values).size < values.length)
    throw new AppError('INTERNAL', { facts: { select: id.slice(0, LIMITS.customIdChars), options: options.length } });
  return options.map(({ label, value, description = '', isDefault = false }) => {
    const more = fitLine(cleanLine(description), LIMITS.optionChars);
    return {
      label: fitLine(cleanLine(label), LIMITS.optionChars) || '–',
      value,
      ...(more === '' ? {} : { description: more }),
      ...(isDefault ? { default: true } : {}),
    };
  });
}
