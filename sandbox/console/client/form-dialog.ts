import type { Modal, ModalInput } from '../../discord/rest/schema/callback.ts';
import type { DoneView } from '../protocol.ts';
import type { Around } from './around.ts';
import { el } from './dom.ts';
import { picker } from './picker.ts';

type Values = Record<string, string | readonly string[]>;

/** Opens the form of the bot above the page, as Discord does; ends when it was sent or cancelled. */
export function openForm(around: Around, done: Extract<DoneView, { kind: 'form' }>): void {
  const dialog = el('dialog', { 'aria-labelledby': 'form-title' });
  dialog.append(formView(around, done, () => dialog.close()));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** The form itself; `close` is called when it was sent or cancelled. */
export function formView(
  around: Around,
  { interactionId, modal }: Extract<DoneView, { kind: 'form' }>,
  close: () => void,
): HTMLFormElement {
  const values: Values = {};
  const problem = el('p', { class: 'problem', role: 'alert' });
  const cancel = el('button', { type: 'button', class: 'button secondary', click: close }, 'Cancel');
  const form = el(
    'form',
    {},
    el('h2', { id: 'form-title' }, modal.title),
    ...modal.components.map((part) => partView(part, values)),
    problem,
    el('div', { class: 'controls end' }, cancel, el('button', { type: 'submit', class: 'button primary' }, 'Submit')),
  );
  const send = async (): Promise<void> => {
    const done = await around.act('/do/submit', { interactionId, values });
    if (done.kind === 'problem') problem.textContent = done.problem;
    else if (done.kind === 'failed') problem.textContent = 'Something went wrong. Try again.';
    else close();
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void send();
  });
  return form;
}

function partView(part: Modal['components'][number], values: Values): HTMLElement {
  const input = part.type === 18 ? part.component : part.components[0];
  if (!input) return el('div');
  const label = part.type === 18 ? part.label : ((input.type === 4 ? input.label : null) ?? input.custom_id);
  const description = part.type === 18 ? (part.description ?? '') : '';
  const isNeeded = input.required !== false;
  return el(
    'div',
    { class: 'form-part' },
    el(
      'label',
      { for: `field-${input.custom_id}` },
      label,
      ...(isNeeded ? [el('span', { class: 'needed' }, ' *')] : []),
    ),
    ...(description === '' ? [] : [el('p', { class: 'small' }, description)]),
    inputView(input, label, values),
  );
}

function inputView(input: ModalInput, label: string, values: Values): HTMLElement {
  const id = input.custom_id;
  if (input.type === 3) {
    const options = input.options.map((option) => ({
      label: option.label,
      value: option.value,
      ...(option.description ? { description: option.description } : {}),
      isChosen: option.default ?? false,
    }));
    const text = input.placeholder ?? 'Make a selection';
    const view = picker({
      name: label,
      text,
      options,
      max: input.max_values ?? 1,
      focus: id,
      choose: (chosen) => void (values[id] = chosen),
    });
    view.querySelector('button')?.setAttribute('id', `field-${id}`);
    return view;
  }
  const common = {
    id: `field-${id}`,
    required: input.required !== false,
    maxlength: input.max_length ?? 4000,
    minlength: input.min_length ?? 0,
    placeholder: input.placeholder ?? '',
  };
  const field = input.style === 2 ? el('textarea', { ...common, rows: 4 }) : el('input', { ...common, type: 'text' });
  field.value = input.value ?? '';
  field.addEventListener('input', () => {
    values[id] = field.value;
  });
  return field;
}
