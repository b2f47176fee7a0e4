import type { APIMessage } from 'discord-api-types/v10';
import { z } from 'zod';
import { invalidField } from '../api-error.ts';
import {
  link,
  listBetween,
  listUpTo,
  maybe,
  must,
  oneOf,
  snowflakeId,
  textBetween,
  textUpTo,
  wholeNumber,
} from '../form.ts';

/** https://docs.discord.com/developers/components/reference; the local Discord speaks the components in action rows. */

const emoji = z.strictObject({
  id: maybe(snowflakeId()),
  name: maybe(textBetween(1, 32)),
  animated: maybe(z.boolean()),
});
const customId = textBetween(1, 100);
const componentId = maybe(wholeNumber(0, 2 ** 31 - 1));

const BUTTON_LINK = 5;

const button = z
  .strictObject({
    type: z.literal(2),
    id: componentId,
    style: oneOf([1, 2, 3, 4, 5]),
    label: maybe(textBetween(1, 80)),
    emoji: maybe(emoji),
    custom_id: maybe(customId),
    url: maybe(link(512, ['http', 'https', 'discord'])),
    disabled: maybe(z.boolean()),
  })
  .check(
    must(
      (b) => !(b.custom_id && b.url),
      'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
      'A custom id and url cannot both be specified',
    ),
    must(
      (b) => b.style !== BUTTON_LINK || !b.custom_id,
      'BUTTON_COMPONENT_CUSTOM_ID_FORBIDDEN',
      'A custom id cannot be specified for link buttons',
    ),
    must((b) => b.style !== BUTTON_LINK || Boolean(b.url), 'BUTTON_COMPONENT_URL_REQUIRED', 'A url is required'),
    must(
      (b) => b.style === BUTTON_LINK || !b.url,
      'BUTTON_COMPONENT_URL_FORBIDDEN',
      'A url cannot be specified for non-link buttons',
    ),
    must(
      (b) => b.style === BUTTON_LINK || Boolean(b.custom_id),
      'BUTTON_COMPONENT_CUSTOM_ID_REQUIRED',
      'A custom id is required',
    ),
    must((b) => Boolean(b.label ?? b.emoji), 'BUTTON_COMPONENT_LABEL_REQUIRED', 'A label or emoji is required'),
  );

const selectCommon = {
  id: componentId,
  custom_id: customId,
  placeholder: maybe(textUpTo(150)),
  min_values: maybe(wholeNumber(0, 25)),
  max_values: maybe(wholeNumber(1, 25)),
  disabled: maybe(z.boolean()),
  required: maybe(z.boolean()),
};

/** A list to choose from, in a message or in a form. */
export const stringSelect = z
  .strictObject({
    type: z.literal(3),
    ...selectCommon,
    options: listBetween(
      z.strictObject({
        label: textBetween(1, 100),
        value: textBetween(1, 100),
        description: maybe(textUpTo(100)),
        emoji: maybe(emoji),
        default: maybe(z.boolean()),
      }),
      1,
      25,
    ),
  })
  .check(
    must(
      (s) => new Set(s.options.map(({ value }) => value)).size === s.options.length,
      'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
      'The specified option value is already used',
    ),
    must(
      (s) => (s.max_values ?? 1) <= s.options.length && (s.min_values ?? 1) <= (s.max_values ?? 1),
      'BASE_TYPE_BAD_LENGTH',
      'min_values and max_values must fit the number of options',
    ),
  );

const entitySelect = <const T extends number>(type: T) =>
  z.strictObject({
    type: z.literal(type),
    ...selectCommon,
    default_values: maybe(
      listUpTo(z.strictObject({ id: snowflakeId(), type: oneOf(['user', 'role', 'channel']) }), 25),
    ),
  });

const channelSelect = z.strictObject({
  type: z.literal(8),
  ...selectCommon,
  default_values: maybe(listUpTo(z.strictObject({ id: snowflakeId(), type: oneOf(['channel']) }), 25)),
  channel_types: maybe(z.array(z.int())),
});

const inRow = z.discriminatedUnion('type', [
  button,
  stringSelect,
  entitySelect(5),
  entitySelect(6),
  entitySelect(7),
  channelSelect,
]);
type InRow = z.output<typeof inRow>;

const row = z.strictObject({ type: z.literal(1), id: componentId, components: listBetween(inRow, 1, 5) });
type Row = z.output<typeof row>;

/** A union of one, so that a component outside a row is refused for its type and not for each of its fields. */
export const components = listUpTo(z.discriminatedUnion('type', [row]), 5);

/** Throws when a row is too wide or a custom id occurs twice in the message, also on disabled components. */
export function checkComponents(rows: readonly Row[]): void {
  const seen = new Set<string>();
  for (const [r, { components: inside }] of rows.entries()) {
    for (const [c, component] of inside.entries()) {
      const path = ['components', r, 'components', c];
      if (component.type !== 2 && inside.length > 1) {
        throw invalidField(
          path,
          'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
          'The specified component exceeds the maximum width',
        );
      }
      const id = component.custom_id;
      if (id && seen.has(id)) {
        throw invalidField(
          [...path, 'custom_id'],
          'COMPONENT_CUSTOM_ID_DUPLICATED',
          'Component custom id cannot be duplicated',
        );
      }
      if (id) seen.add(id);
    }
  }
}

/** The rows as Discord gives them back: every component numbered, no nulls. */
export function presentComponents(rows: readonly Row[]): NonNullable<APIMessage['components']> {
  let number = 0;
  const numbered = rows.map((one) => {
    number += 1;
    const id = one.id || number;
    const inside = one.components.map((component) => {
      number += 1;
      return withoutNulls({ ...component, ...selectDefaults(component), id: component.id || number });
    });
    return { type: 1, id, components: inside };
  });
  return numbered;
}

function selectDefaults(component: InRow): { min_values?: number; max_values?: number } {
  if (component.type === 2) return {};
  return { min_values: component.min_values ?? 1, max_values: component.max_values ?? 1 };
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, inner]) => inner !== null && inner !== undefined);
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutNulls(inner)]));
}
