import type { Around } from '../../../sandbox/console/client/around.ts';
import { el } from '../../../sandbox/console/client/dom.ts';
import { formView } from '../../../sandbox/console/client/form-dialog.ts';
import { drawMessage } from '../../../sandbox/console/client/message-view.ts';
import type { Collection, Exhibit, Shown } from '../exhibit.ts';

/** One exhibit: its name, what is wrong with it, and what its reader sees. */
export function exhibitView(exhibit: Exhibit, collection: Collection): HTMLElement {
  const { id, name, data, breaches } = exhibit;
  const stage = el('div', { class: 'stage' });
  stage.append(...exhibit.shown.flatMap((shown, index) => shownView(shown, { collection, place: `${id}-${index}` })));
  const badge = el('span', { class: `badge ${data}` }, data);
  const warning = breaches.length === 0 ? [] : [el('span', { class: 'badge breach' }, `breaches: ${breaches.length}`)];
  return el(
    'section',
    { class: 'exhibit', id, 'aria-labelledby': `${id}-name` },
    el('h3', { id: `${id}-name` }, el('a', { href: `#${id}` }, name), badge, ...warning),
    ...(breaches.length === 0
      ? []
      : [el('ul', { class: 'breaches' }, ...breaches.map((words) => el('li', {}, words)))]),
    stage,
  );
}

interface Place {
  readonly collection: Collection;
  readonly place: string;
}

function shownView(shown: Shown, { collection, place }: Place): readonly HTMLElement[] {
  const found = (url: string): string => collection.pictures[url] ?? url;
  switch (shown.kind) {
    case 'message': {
      const { payload } = shown;
      const message = {
        ...payload,
        attachments: payload.attachments.map((file) => ({ ...file, url: found(file.url) })),
        embeds: payload.embeds.map((embed) =>
          embed.image ? { ...embed, image: { ...embed.image, url: found(embed.image.url) } } : embed,
        ),
      };
      return [
        ...(shown.place === null ? [] : [el('p', { class: 'place' }, shown.place)]),
        drawMessage(around(collection), {
          payload: message,
          isEphemeral: shown.isEphemeral,
          isLoading: false,
          reactions: [],
        }),
      ];
    }
    case 'form': {
      const form = formView(
        around(collection),
        { kind: 'form', interactionId: place, modal: shown.modal },
        () => undefined,
      );
      return [apart(form, place)];
    }
    case 'suggestions':
      return suggestionsView(shown);
    case 'picture':
      return [groundsView(found(shown.url), shown.alt), el('p', { class: 'words' }, `In words: ${shown.alt}`)];
    case 'refused':
      return [el('p', { class: 'problem' }, 'Discord refuses this.')];
  }
}

/** Nothing is behind the page: what is pressed here does nothing. */
function around({ names }: Collection): Around {
  return {
    place: { guild: '', botId: '', people: [], roles: [], channels: [], names, menus: [], memberMenus: [] },
    act: () => Promise.resolve({ kind: 'problem', problem: 'Here it is only looked at.' }),
    go: () => undefined,
    dismiss: () => undefined,
    openProfile: () => undefined,
    failureOf: () => null,
  };
}

/** Several forms on one page: their fields must not have the same ids. */
function apart(form: HTMLFormElement, place: string): HTMLFormElement {
  const renamed = (id: string): string => `${place}-${id}`;
  for (const element of form.querySelectorAll('[id]')) element.id = renamed(element.id);
  for (const label of form.querySelectorAll('label')) label.htmlFor = renamed(label.htmlFor);
  const heading = form.querySelector('h2');
  if (heading) {
    heading.replaceWith(el('p', { class: 'form-title' }, heading.textContent ?? ''));
  }
  return form;
}

function suggestionsView({ line, names }: Extract<Shown, { kind: 'suggestions' }>): readonly HTMLElement[] {
  const typed = el('p', {}, el('b', {}, line));
  if (names.length === 0) return [typed, el('p', { class: 'none' }, 'Nothing is offered.')];
  const items = names.map((name) => el('li', {}, el('b', {}, name)));
  return [typed, el('ul', { class: 'suggestions' }, ...items)];
}

function groundsView(url: string, alt: string): HTMLElement {
  const figure = (ground: 'dark' | 'light', width: 'wide' | 'narrow'): HTMLElement =>
    el(
      'figure',
      { class: `ground-${ground} ${width}` },
      el('figcaption', {}, `${ground}, ${width === 'wide' ? 'computer' : 'phone'}`),
      el('img', { src: url, alt, loading: 'lazy' }),
    );
  return el(
    'div',
    { class: 'grounds' },
    figure('dark', 'wide'),
    figure('light', 'wide'),
    figure('dark', 'narrow'),
    figure('light', 'narrow'),
  );
}
