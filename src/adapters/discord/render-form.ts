import {
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  type APIStringSelectComponent,
  type APITextInputComponent,
  ComponentType,
  TextInputStyle,
} from 'discord-api-types/v10';
import type { Form, FormField } from '../../ports/chat.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { fitLine } from '../../shared/text/fit-text.ts';
import { cleanLine, cleanText } from './clean-text.ts';
import { LIMITS } from './render-limits.ts';
import { renderOptions } from './render-selects.ts';

/**
 * A form as Discord wants it: each field in a label. Labels and title are cut; what would come back to us wrong is
 * refused with `INTERNAL`. Source: interactions/receiving-and-responding, "Modal", and components/reference, "Label".
 */
export function renderForm(form: Form): APIModalInteractionResponseCallbackData {
  const problem = problemOf(form);
  if (problem !== null)
    throw new AppError('INTERNAL', { facts: { form: form.id.slice(0, LIMITS.customIdChars), problem } });
  return {
    custom_id: form.id,
    title: fitLine(cleanLine(form.title), LIMITS.formTitleChars) || '–',
    components: form.fields.map(renderField),
  };
}

function problemOf({ id, fields }: Form): string | null {
  const ids = [id, ...fields.map((field) => field.id)];
  if (ids.some((one) => one === '' || one.length > LIMITS.customIdChars)) return 'an id is empty or too long';
  if (new Set(fields.map((field) => field.id)).size < fields.length) return 'a field id is used twice';
  if (fields.length === 0 || fields.length > LIMITS.formFields) return `${fields.length} fields`;
  return null;
}

function renderField(field: FormField): APILabelComponent {
  const description = fitLine(cleanLine(field.description ?? ''), LIMITS.fieldDescriptionChars);
  return {
    type: ComponentType.Label,
    label: fitLine(cleanLine(field.label), LIMITS.formLabelChars) || '–',
    ...(description === '' ? {} : { description }),
    component: field.kind === 'select' ? renderList(field) : renderInput(field),
  };
}

function renderInput({
  id,
  kind,
  value = '',
  placeholder = '',
  isRequired,
  maxChars,
}: FormField): APITextInputComponent {
  const most = Math.min(maxChars, LIMITS.inputChars);
  // Discord refuses a value that is longer than the field takes.
  const shown = [...cleanText(value)].slice(0, most).join('');
  const hint = fitLine(cleanLine(placeholder), LIMITS.inputPlaceholderChars);
  return {
    type: ComponentType.TextInput,
    custom_id: id,
    style: kind === 'long' ? TextInputStyle.Paragraph : TextInputStyle.Short,
    required: isRequired,
    max_length: most,
    ...(shown === '' ? {} : { value: shown }),
    ...(hint === '' ? {} : { placeholder: hint }),
  };
}

function renderList({
  id,
  placeholder = '',
  isRequired,
  options = [],
  maxChoices = 1,
}: FormField): APIStringSelectComponent {
  const hint = fitLine(cleanLine(placeholder), LIMITS.placeholderChars);
  return {
    type: ComponentType.StringSelect,
    custom_id: id,
    required: isRequired,
    min_values: isRequired ? 1 : 0,
    max_values: Math.min(maxChoices, options.length),
    options: renderOptions(id, options),
    ...(hint === '' ? {} : { placeholder: hint }),
  };
}
