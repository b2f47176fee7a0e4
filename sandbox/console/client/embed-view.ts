import type { APIAttachment, APIEmbed } from 'discord-api-types/v10';
import { el } from './dom.ts';
import { inlineMarkdown, markdown } from './markdown-view.ts';

type Names = Readonly<Record<string, string>>;

/** The card of an embed. `files` are those of its message: their words describe the pictures in it. */
export function embedView(embed: APIEmbed, names: Names, files: readonly APIAttachment[]): HTMLElement {
  const title = embed.title === undefined ? [] : inlineMarkdown(embed.title, names);
  const { url } = embed;
  const linked =
    url === undefined ? title : [el('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, ...title)];
  const card = el(
    'article',
    { class: 'embed' },
    ...(embed.author ? [el('p', { class: 'embed-author' }, embed.author.name)] : []),
    ...(embed.title === undefined ? [] : [el('p', { class: 'embed-title' }, ...linked)]),
    ...(embed.description === undefined
      ? []
      : [el('div', { class: 'embed-text' }, ...markdown(embed.description, names))]),
    ...(embed.fields?.length ? [fieldsView(embed.fields, names)] : []),
    ...(embed.image ? [pictureView(embed.image.url, files)] : []),
    ...footerView(embed),
  );
  card.style.setProperty('--embed', embed.color === undefined ? 'var(--line)' : hex(embed.color));
  return card;
}

const hex = (color: number): string => `#${color.toString(16).padStart(6, '0')}`;

function fieldsView(fields: NonNullable<APIEmbed['fields']>, names: Names): HTMLElement {
  const views = fields.map(({ name, value, inline }) =>
    el(
      'div',
      { class: inline ? 'field inline' : 'field' },
      el('p', { class: 'field-name' }, ...inlineMarkdown(name, names)),
      ...markdown(value, names),
    ),
  );
  return el('div', { class: 'fields' }, ...views);
}

function footerView({ footer, timestamp }: APIEmbed): readonly HTMLElement[] {
  const at = timestamp === undefined ? [] : [new Date(timestamp).toLocaleString('en-US')];
  const text = [...(footer ? [footer.text] : []), ...at].join(' • ');
  return text === '' ? [] : [el('p', { class: 'embed-footer' }, text)];
}

/** A picture that links to itself, with the words of the file it shows. */
function pictureView(url: string, files: readonly APIAttachment[]): HTMLElement {
  const file = files.find((one) => one.url === url);
  const alt = file?.description ?? file?.filename ?? 'Picture';
  return el(
    'a',
    { class: 'picture', href: url, target: '_blank', rel: 'noopener noreferrer' },
    el('img', { src: url, alt, loading: 'lazy' }),
  );
}

/** A file under a message: pictures as such, the rest as a link. */
export function attachmentView(file: APIAttachment): HTMLElement {
  if (file.content_type?.startsWith('image/')) return pictureView(file.url, [file]);
  return el(
    'p',
    { class: 'file' },
    '📎 ',
    el('a', { href: file.url, target: '_blank', rel: 'noopener noreferrer' }, file.filename),
  );
}
