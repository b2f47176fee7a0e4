import type { APIAttachment } from 'discord-api-types/v10';
import { el } from './dom.ts';

/** A file under a message: pictures as such, the rest as a card with name and size. */
export function attachmentView(file: APIAttachment): HTMLElement {
  if (file.content_type?.startsWith('image/')) return pictureView(file.url, altOf(file));
  return fileView({ name: file.filename, size: file.size, url: file.url });
}

/** The words that stand for a picture: what its author wrote, else the name of the file. */
export const altOf = (file: Pick<APIAttachment, 'description' | 'filename'> | undefined): string =>
  file?.description ?? file?.filename ?? 'Picture';

/** A picture that opens in its full size; without a script it links to itself. */
export function pictureView(url: string, alt: string): HTMLElement {
  const view = el(
    'a',
    { class: 'picture', href: url, target: '_blank', rel: 'noopener noreferrer' },
    el('img', { src: url, alt }),
  );
  view.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openPicture(url, alt);
  });
  return view;
}

/** Hides a view until its reader wants to see it. */
export function spoiler(view: HTMLElement): HTMLElement {
  const button = el('button', { type: 'button', class: 'spoiler-cover' }, 'SPOILER');
  const cover = el('div', { class: 'covered' }, button);
  button.addEventListener('click', () => cover.replaceChildren(view));
  return cover;
}

export function fileView({ name, size, url }: { name: string; size: number | null; url: string }): HTMLElement {
  return el(
    'div',
    { class: 'file' },
    el('span', { class: 'file-sign', 'aria-hidden': 'true' }, '📄'),
    el(
      'span',
      {},
      el('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, name),
      ...(size === null ? [] : [el('small', {}, sizeText(size))]),
    ),
  );
}

function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(2)} KB`;
  return `${(bytes / 1024 ** 2).toFixed(2)} MB`;
}

function openPicture(url: string, alt: string): void {
  const close = el('button', { type: 'button', class: 'button secondary', click: () => dialog.close() }, 'Close');
  const dialog = el(
    'dialog',
    { class: 'full-size', 'aria-label': 'Picture in full size' },
    el('img', { src: url, alt }),
    // Discord shows the words as well: who made the picture wrote them for those who do not see it.
    el('p', { class: 'small', tabindex: 0 }, alt),
    el(
      'div',
      { class: 'controls end' },
      el('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, 'Open in browser'),
      close,
    ),
  );
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
