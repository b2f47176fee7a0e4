import type { Button, Card, Form, FormField, Reply, Select, SelectOption } from '../../src/ports/chat.ts';

/** A reply as whole text, for golden files: nothing is left out. */
export function replyText(reply: Reply): string {
  return [
    ...(reply.text === undefined ? [] : [reply.text]),
    ...(reply.cards ?? []).map(cardText),
    ...(reply.pictures ?? []).map(({ name, alt }) => `[picture ${name}: ${alt}]`),
    ...(reply.selects ?? []).map(selectText),
    ...(reply.buttons ?? []).map((row) => row.map(buttonText).join('  ')),
    ...(reply.placement === 'private' ? ['(only for the person, beside the message)'] : []),
  ].join('\n\n');
}

/** A form as whole text, for golden files. */
export function formText({ id, title, fields }: Form): string {
  return [`── ${title} = ${id}`, ...fields.map(fieldText)].join('\n\n');
}

function fieldText(field: FormField): string {
  const kind = field.kind === 'select' ? 'list' : `${field.kind}, up to ${field.maxChars}`;
  return [
    `# ${field.label} (${kind}${field.isRequired ? ', needed' : ''}) = ${field.id}`,
    ...(field.description === undefined ? [] : [field.description]),
    ...(field.placeholder === undefined ? [] : [`… ${field.placeholder}`]),
    ...(field.value === undefined ? [] : [`> ${field.value}`]),
    ...(field.options ?? []).map(optionText),
  ].join('\n');
}

function selectText({ id, placeholder, options, min, max }: Select): string {
  return [`[▾ ${placeholder} (${min} to ${max}) = ${id}]`, ...options.map(optionText)].join('\n');
}

function optionText({ label, value, description, isDefault }: SelectOption): string {
  return `  ${isDefault === true ? '●' : '○'} ${label} = ${value}${description === undefined ? '' : ` (${description})`}`;
}

function cardText(card: Card): string {
  const heading = `── ${card.title ?? '(no title)'}${card.tone ? ` [${card.tone}]` : ''}${card.url ? ` <${card.url}>` : ''}`;
  const fields = (card.fields ?? []).map(
    (field) => `# ${field.name}${field.isInline ? ' (inline)' : ''}\n${field.value}`,
  );
  return [
    heading,
    ...(card.text === undefined ? [] : [card.text]),
    ...fields,
    ...(card.footer ? [`── ${card.footer}`] : []),
  ].join('\n');
}

function buttonText(button: Button): string {
  if (button.kind === 'link') return `[${button.label} → ${button.url}]`;
  return `[${button.label}${button.isDisabled ? ' (off)' : ''}${button.style ? ` ${button.style}` : ''} = ${button.id}]`;
}

/**
 * Where a reply is outside Discord's limits, so that a view has to keep to them by its own structure. Source: Discord's
 * reference, "Embed Limits" and "Button", and the 2,000 characters of a message.
 */
export function limitProblems(reply: Reply): readonly string[] {
  const cards = reply.cards ?? [];
  const buttons = (reply.buttons ?? []).flat();
  const total = cards.map(cardChars).reduce((sum, chars) => sum + chars, 0);
  return [
    ...tooLong('text', reply.text, 2000),
    ...(cards.length > 10 ? [`${cards.length} cards`] : []),
    ...(total > 6000 ? [`${total} characters in all cards`] : []),
    ...cards.flatMap((card) => [
      ...tooLong('title', card.title, 256),
      ...tooLong('card text', card.text, 4096),
      ...tooLong('footer', card.footer, 2048),
      ...((card.fields?.length ?? 0) > 25 ? [`${card.fields?.length} fields`] : []),
      ...(card.fields ?? []).flatMap((field) => [
        ...tooLong(`name of field ${field.name}`, field.name, 256),
        ...tooLong(`field ${field.name}`, field.value, 1024),
        ...(field.name === '' || field.value === '' ? [`an empty field: ${field.name}`] : []),
      ]),
    ]),
    ...((reply.buttons ?? []).length + (reply.selects ?? []).length > 5 ? ['more than 5 rows'] : []),
    ...(reply.selects ?? []).flatMap(selectProblems),
    ...((reply.buttons ?? []).some((row) => row.length === 0 || row.length > 5)
      ? ['a row without or with > 5 buttons']
      : []),
    ...buttons.flatMap((button) => [
      ...tooLong('label', button.label, 80),
      ...(button.kind === 'action' ? tooLong('button id', button.id, 100) : tooLong('button url', button.url, 512)),
    ]),
    ...(new Set(buttons.map((button) => (button.kind === 'action' ? button.id : button.url))).size < buttons.length
      ? ['two buttons with the same id']
      : []),
  ];
}

function selectProblems({ id, placeholder, options, min, max }: Select): string[] {
  return [
    ...tooLong('select id', id, 100),
    ...tooLong('placeholder', placeholder, 150),
    ...(options.length === 0 || options.length > 25 ? [`${options.length} options`] : []),
    ...(min > max || max > options.length ? [`${min} to ${max} of ${options.length} options`] : []),
    ...options.flatMap((option) =>
      tooLong('option', [option.label, option.value].sort((a, b) => b.length - a.length)[0], 100),
    ),
    ...(new Set(options.map(({ value }) => value)).size < options.length ? ['two options with the same value'] : []),
  ];
}

function tooLong(what: string, text: string | undefined, max: number): string[] {
  return text !== undefined && text.length > max ? [`${what}: ${text.length} > ${max} characters`] : [];
}

function cardChars(card: Card): number {
  const fields = (card.fields ?? []).map((field) => field.name.length + field.value.length);
  return (
    [card.title, card.text, card.footer].reduce((sum, text) => sum + (text?.length ?? 0), 0) +
    fields.reduce((a, b) => a + b, 0)
  );
}
