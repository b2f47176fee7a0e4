import { inputsOf, type Modal, type ModalInput } from '../rest/schema/callback.ts';

/** What somebody typed and chose, by the custom ids of the inputs; a list takes values or labels of its options. */
export type Filled = Readonly<Record<string, string | readonly string[]>>;

export type FilledForm =
  | { readonly kind: 'filled'; readonly components: readonly unknown[] }
  | { readonly kind: 'problem'; readonly problem: string };

/**
 * The form as Discord's client sends it, or why it would not let it be sent. What is not given stays as the bot filled it.
 * https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-modal-submit-data-structure
 */
export function fillForm(modal: Modal, values: Filled): FilledForm {
  const stranger = Object.keys(values).find((id) => !inputsOf(modal.components).some((one) => one.custom_id === id));
  if (stranger !== undefined) return { kind: 'problem', problem: `The form has no field "${stranger}".` };
  for (const input of inputsOf(modal.components)) {
    const problem = input.type === 4 ? textProblem(input, values) : listProblem(input, values);
    if (problem !== null) return { kind: 'problem', problem };
  }
  const filled = (input: ModalInput, id: number) =>
    input.type === 4
      ? { type: 4, id, custom_id: input.custom_id, value: textOf(input, values) }
      : { type: 3, id, custom_id: input.custom_id, values: chosenOf(input, values) };
  const components = modal.components.map((part, index) =>
    part.type === 18
      ? { type: 18, id: index * 2 + 1, component: filled(part.component, index * 2 + 2) }
      : { type: 1, id: index * 2 + 1, components: part.components.map((input) => filled(input, index * 2 + 2)) },
  );
  return { kind: 'filled', components };
}

type TextInput = Extract<ModalInput, { type: 4 }>;
type List = Extract<ModalInput, { type: 3 }>;

function textOf(input: TextInput, values: Filled): string {
  const given = values[input.custom_id];
  return typeof given === 'string' ? given : (given?.join(' ') ?? input.value ?? '');
}

function textProblem(input: TextInput, values: Filled): string | null {
  const length = [...textOf(input, values)].length;
  const min = Math.max(input.min_length ?? 0, input.required === false ? 0 : 1);
  return length < min || length > (input.max_length ?? 4000) ? `"${input.custom_id}" is too short or too long.` : null;
}

function chosenOf(list: List, values: Filled): readonly string[] {
  const given = values[list.custom_id];
  if (given === undefined) return list.options.filter((option) => option.default === true).map(({ value }) => value);
  const named = (text: string): string => list.options.find(({ label }) => label === text)?.value ?? text;
  return (typeof given === 'string' ? [given] : given).map(named);
}

function listProblem(list: List, values: Filled): string | null {
  const chosen = chosenOf(list, values);
  const stranger = chosen.find((one) => !list.options.some(({ value }) => value === one));
  if (stranger !== undefined) return `"${list.custom_id}" has no option "${stranger}".`;
  const min = list.required === false && chosen.length === 0 ? 0 : (list.min_values ?? 1);
  const max = list.max_values ?? 1;
  return chosen.length < min || chosen.length > max
    ? `"${list.custom_id}" takes ${min} to ${max} values, not ${chosen.length}.`
    : null;
}
