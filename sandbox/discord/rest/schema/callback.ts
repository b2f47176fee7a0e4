import { z } from 'zod';
import { listBetween, listUpTo, maybe, must, oneOf, textBetween, textUpTo, wholeNumber } from '../form.ts';
import { stringSelect } from './component.ts';
import { messageFields } from './message.ts';

/** https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object */
const FLAG_EPHEMERAL = 64;

const autocompleteChoice = z.strictObject({
  name: textBetween(1, 100),
  name_localizations: maybe(z.record(z.string(), z.string())),
  value: z.union([textUpTo(100), z.number()]),
});

const textInput = z.strictObject({
  type: z.literal(4),
  id: maybe(z.int()),
  custom_id: textBetween(1, 100),
  style: oneOf([1, 2]),
  label: maybe(textBetween(1, 45)),
  value: maybe(textUpTo(4000)),
  placeholder: maybe(textUpTo(100)),
  required: maybe(z.boolean()),
  min_length: maybe(wholeNumber(0, 4000)),
  max_length: maybe(wholeNumber(1, 4000)),
});

/** Text inputs and lists, in a label (as Discord wants it now), or text inputs in an action row (as before). */
const modalPart = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal(18),
    id: maybe(z.int()),
    label: textBetween(1, 45),
    description: maybe(textUpTo(100)),
    component: z.discriminatedUnion('type', [textInput, stringSelect]),
  }),
  z.strictObject({ type: z.literal(1), id: maybe(z.int()), components: listBetween(textInput, 1, 1) }),
]);

const modal = z
  .strictObject({
    custom_id: textBetween(1, 100),
    title: textBetween(1, 45),
    components: listBetween(modalPart, 1, 5),
  })
  .check(
    must(
      ({ components }) => new Set(inputsOf(components).map((input) => input.custom_id)).size === components.length,
      'COMPONENT_CUSTOM_ID_DUPLICATED',
      'Component custom id cannot be duplicated',
    ),
  );

export type Modal = z.output<typeof modal>;
export type ModalInput = z.output<typeof textInput> | z.output<typeof stringSelect>;

/** The text inputs and lists of a modal, in order. */
export function inputsOf(parts: Modal['components']): ModalInput[] {
  return parts.flatMap((part) => (part.type === 18 ? [part.component] : part.components));
}

export const callback = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal(4), data: maybe(z.strictObject({ ...messageFields, tts: maybe(z.boolean()) })) }),
  z.strictObject({ type: z.literal(5), data: maybe(z.strictObject({ flags: maybe(oneOf([0, FLAG_EPHEMERAL])) })) }),
  z.strictObject({ type: z.literal(6) }),
  z.strictObject({ type: z.literal(7), data: maybe(z.strictObject(messageFields)) }),
  z.strictObject({ type: z.literal(8), data: z.strictObject({ choices: listUpTo(autocompleteChoice, 25) }) }),
  z.strictObject({ type: z.literal(9), data: modal }),
]);

export type Callback = z.output<typeof callback>;
export type AutocompleteChoice = z.output<typeof autocompleteChoice>;
