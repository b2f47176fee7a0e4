import type {
  APIComponentInContainer,
  APIContainerComponent,
  APIMediaGalleryComponent,
  APIMessage,
  APIMessageTopLevelComponent,
  APISectionComponent,
  APISeparatorComponent,
  APIThumbnailComponent,
} from 'discord-api-types/v10';
import type { Around } from './around.ts';
import { buttonView, selectView } from './controls-view.ts';
import { el } from './dom.ts';
import { fileView, pictureView, spoiler } from './files-view.ts';
import { markdown } from './markdown-view.ts';

interface Drawing {
  readonly around: Around;
  readonly message: APIMessage;
}

/**
 * Everything under the text of a message: rows of buttons and selects, and Discord's layout components. The numbers of the
 * types: https://docs.discord.com/developers/components/reference#component-object-component-types
 */
export function componentsView(around: Around, message: APIMessage): readonly HTMLElement[] {
  const views = (message.components ?? []).map((one) => componentView({ around, message }, one));
  const failure = around.failureOf(message.id);
  if (failure !== null) views.push(el('p', { class: 'failed', role: 'alert' }, failure));
  return views;
}

function componentView(
  drawing: Drawing,
  component: APIMessageTopLevelComponent | APIComponentInContainer,
): HTMLElement {
  switch (component.type) {
    case 1:
      return rowView(drawing, component.components);
    case 9:
      return sectionView(drawing, component);
    case 10:
      return el('div', { class: 'text' }, ...markdown(component.content, drawing.around.place.names));
    case 12:
      return mediaView(component);
    case 13: {
      const { file, name, size, spoiler: isSpoiler } = component;
      const view = fileView({ name: name ?? file.url, size: size ?? null, url: file.url });
      return isSpoiler === true ? spoiler(view) : view;
    }
    case 14:
      return separatorView(component);
    case 17:
      return containerView(drawing, component);
    default:
      return unknownView(component satisfies never);
  }
}

/** A blank would hide that something is missing. */
function unknownView(component: { readonly type: number }): HTMLElement {
  const text = `This page does not know components of type ${component.type}. Discord's client may show something here.`;
  return el('p', { class: 'unknown' }, text);
}

type Row = Extract<APIMessageTopLevelComponent, { type: 1 }>;

function rowView({ around, message }: Drawing, controls: Row['components']): HTMLElement {
  const views = controls.map((control) => {
    switch (control.type) {
      case 2:
        return buttonView(around, message.id, control);
      case 3:
      case 5:
      case 6:
      case 7:
      case 8:
        return selectView(around, message.id, control);
      default:
        return unknownView(control satisfies never);
    }
  });
  return el('div', { class: 'controls' }, ...views);
}

function sectionView(drawing: Drawing, { components, accessory }: APISectionComponent): HTMLElement {
  const texts = components.map((one) => componentView(drawing, one));
  return el('div', { class: 'layout-section' }, el('div', {}, ...texts), accessoryView(drawing, accessory));
}

function accessoryView({ around, message }: Drawing, accessory: APISectionComponent['accessory']): HTMLElement {
  switch (accessory.type) {
    case 2:
      return buttonView(around, message.id, accessory);
    case 11:
      return thumbnailView(accessory);
    default:
      return unknownView(accessory satisfies never);
  }
}

function thumbnailView({ media, description, spoiler: isSpoiler }: APIThumbnailComponent): HTMLElement {
  const view = pictureView(media.url, description ?? 'Picture');
  view.classList.add('thumbnail');
  return isSpoiler === true ? spoiler(view) : view;
}

function mediaView({ items }: APIMediaGalleryComponent): HTMLElement {
  const views = items.map(({ media, description, spoiler: isSpoiler }) => {
    const view = pictureView(media.url, description ?? 'Picture');
    return isSpoiler === true ? spoiler(view) : view;
  });
  return el('div', { class: `layout-media of${Math.min(views.length, 4)}` }, ...views);
}

function separatorView({ divider, spacing }: APISeparatorComponent): HTMLElement {
  const size = spacing === 2 ? 'large' : 'small-space';
  return divider === false ? el('div', { class: `space ${size}` }) : el('hr', { class: size });
}

function containerView(drawing: Drawing, container: APIContainerComponent): HTMLElement {
  const view = el(
    'section',
    { class: 'layout-container' },
    ...container.components.map((one) => componentView(drawing, one)),
  );
  const { accent_color: accent } = container;
  if (accent !== null && accent !== undefined) {
    view.classList.add('accented');
    view.style.setProperty('--embed', `#${accent.toString(16).padStart(6, '0')}`);
  }
  return container.spoiler === true ? spoiler(view) : view;
}
