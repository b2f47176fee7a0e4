import type { APIAttachment, APIEmbed } from 'discord-api-types/v10';
import { el } from './dom.ts';
import { altOf, pictureView } from './files-view.ts';
import { inlineMarkdown, markdown } from './markdown-view.ts';
import { stamp } from './time.ts';

type Names = Readonly<Record<string, string>>;

/** The card of an embed. `files` are those of its message: their words describe the pictures in it. */
export function embedView(embed: APIEmbed, names: Names, files: readonly APIAttachment[]): HTMLElement {
  const title = embed.title === undefined ? [] : inlineMarkdown(embed.title, names);
  const { url } = embed;
  const linked =
    url === undefined ? title : [el('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, ...title)];
  const card = el(
    'article',
    { class: embed.thumbnail ? 'embed with-thumbnail' : 'embed' },
    ...(embed.thumbnail ? [thumbnailView(embed.thumbnail.url, files)] : []),
    ...(embed.author ? [authorView(embed.author)] : []),
    ...(embed.title === undefined ? [] : [el('p', { class: 'embed-title' }, ...linked)]),
    ...(embed.description === undefined
      ? []
      : [el('div', { class: 'embed-text' }, ...markdown(embed.description, names))]),
    ...(embed.fields?.length ? [fieldsView(embed.fields, names)] : []),
    ...(embed.image ? [embedPicture(embed.image.url, files)] : []),
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
  const at = timestamp === undefined ? [] : [stamp(new Date(timestamp))];
  const text = [...(footer ? [footer.text] : []), ...at].join(' • ');
  return text === '' ? [] : [el('p', { class: 'embed-footer' }, text)];
}

const embedPicture = (url: string, files: readonly APIAttachment[]): HTMLElement =>
  pictureView(url, altOf(files.find((one) => one.url === url)));

function thumbnailView(url: string, files: readonly APIAttachment[]): HTMLElement {
  const view = embedPicture(url, files);
  view.classList.add('thumbnail');
  return view;
}

function authorView({ name, url }: NonNullable<APIEmbed['author']>): HTMLElement {
  const inside = url === undefined ? name : el('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, name);
  return el('p', { class: 'embed-author' }, inside);
}
