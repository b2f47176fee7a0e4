import type { APIEmbed } from 'discord-api-types/v10';
import { ButtonStyle, ComponentType } from 'discord-api-types/v10';
import { type Control, controlsOf, labelOf } from './people/controls.ts';
import { plainText, type Reading } from './print-text.ts';
import type { SandboxMessage } from './world/message.ts';

export interface PrintOptions extends Reading {
  /** Columns at which long lines are broken; default 100. */
  readonly width?: number;
  /** ANSI colours; default no. */
  readonly hasColours?: boolean;
}

const INDENT = '  ';
const BAR = '┃ ';

/** A message as a person reads it in a terminal: head, text, cards, files, buttons and reactions; no line break at the end. */
export function printMessage(message: SandboxMessage, options: PrintOptions): string {
  const { payload } = message;
  const body = message.isLoading
    ? ['… is thinking']
    : [
        ...(payload.content === '' ? [] : wrapped(plainText(payload.content, options), bodyWidth(options))),
        ...payload.embeds.flatMap((embed) => embedLines(embed, options)),
        ...payload.attachments.map(
          (file) => `📎 ${file.filename}${file.description ? `: ${file.description}` : ''} (${file.url})`,
        ),
        ...controlRows(message),
      ];
  const reactions = message.reactions.map(({ emoji, userIds }) => `${emoji} ${userIds.length}`).join('  ');
  const lines = [...body, ...(reactions === '' ? [] : [reactions])];
  return [head(message, options), ...lines.map((line) => `${INDENT}${line}`.trimEnd())].join('\n');
}

function head({ payload, onlyFor, isDeleted }: SandboxMessage, options: PrintOptions): string {
  const name = options.world.findUser(payload.author.id)?.displayName ?? payload.author.username;
  const parts = [
    payload.author.bot ? `${name} [APP]` : name,
    `${payload.timestamp.slice(11, 16)} UTC`,
    ...(payload.edited_timestamp === null ? [] : ['edited']),
    ...(onlyFor === null ? [] : ['only you can see this']),
    ...(isDeleted ? ['deleted'] : []),
  ];
  return parts.join(' · ');
}

const bodyWidth = ({ width = 100 }: PrintOptions): number => width - INDENT.length;

function embedLines(embed: APIEmbed, options: PrintOptions): string[] {
  const read = (text: string): string[] => wrapped(plainText(text, options), bodyWidth(options) - BAR.length);
  const lines = [
    ...(embed.author ? read(embed.author.name) : []),
    ...(embed.title ? read(embed.title).map((line) => bold(line, options)) : []),
    ...(embed.url ? [embed.url] : []),
    ...(embed.description ? read(embed.description) : []),
    ...fieldLines(embed.fields ?? [], { read, options }),
    ...(embed.image ? [`🖼 ${embed.image.url}`] : []),
    ...(embed.footer ? ['', ...read(embed.footer.text)] : []),
    ...(embed.timestamp ? [`${embed.timestamp.slice(0, 16).replace('T', ' ')} UTC`] : []),
  ];
  return lines.map((line) => `${bar(embed.color, options)}${line}`);
}

type Field = NonNullable<APIEmbed['fields']>[number];

/** Short inline fields that follow each other share a line, as they share a row in Discord. */
function fieldLines(
  fields: readonly Field[],
  how: { read: (text: string) => string[]; options: PrintOptions },
): string[] {
  const rows: Field[][] = [];
  for (const field of fields) {
    const row = rows.at(-1);
    const isShort = field.inline === true && !field.value.includes('\n');
    if (isShort && row && row.length < 3 && row.every((other) => other.inline && !other.value.includes('\n')))
      row.push(field);
    else rows.push([field]);
  }
  return rows.flatMap((row) => {
    if (row.length > 1) return how.read(row.map(({ name, value }) => `${name}: ${value}`).join('  ·  '));
    return row.flatMap(({ name, value }) => [
      '',
      ...how.read(name).map((line) => bold(line, how.options)),
      ...how.read(value),
    ]);
  });
}

function controlRows(message: SandboxMessage): string[] {
  const controls = controlsOf(message);
  return (message.payload.components ?? []).flatMap((row) => {
    if (row.type !== ComponentType.ActionRow) return [];
    const inRow = controls.filter((control) => (row.components as readonly Control[]).includes(control));
    return [inRow.map(controlText).join(' ')];
  });
}

function controlText(control: Control): string {
  const isOff = control.disabled ? ' (off)' : '';
  if (control.type === ComponentType.Button) {
    const target = control.style === ButtonStyle.Link ? ` → ${control.url}` : '';
    return `[${labelOf(control)}${target}${isOff}]`;
  }
  const options =
    control.type === ComponentType.StringSelect ? `: ${control.options.map(({ label }) => label).join(' | ')}` : '';
  return `[▾ ${control.placeholder ?? control.custom_id}${options}${isOff}]`;
}

function bar(colour: number | undefined, { hasColours }: PrintOptions): string {
  if (!hasColours || colour === undefined) return BAR;
  return `\u001b[38;2;${(colour >> 16) & 255};${(colour >> 8) & 255};${colour & 255}m${BAR}\u001b[0m`;
}

function bold(text: string, { hasColours }: PrintOptions): string {
  return hasColours ? `\u001b[1m${text}\u001b[0m` : text;
}

/** Breaks long lines at spaces, outside code blocks. */
function wrapped(text: string, width: number): string[] {
  let isCode = false;
  return text.split('\n').flatMap((line) => {
    const isFence = line.split('```').length % 2 === 0;
    if (isFence) isCode = !isCode;
    return isFence || isCode || line.length <= width ? [line] : broken(line, width);
  });
}

function broken(line: string, width: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    if (current !== '' && current.length + 1 + word.length > width) {
      lines.push(current);
      current = word;
    } else {
      current = current === '' ? word : `${current} ${word}`;
    }
  }
  return [...lines, current];
}
