import type { APIButtonComponent, APISelectMenuComponent } from 'discord-api-types/v10';
import type { PlaceView } from '../protocol.ts';
import type { Around } from './around.ts';
import { el } from './dom.ts';
import { type PickerOption, picker } from './picker.ts';

const STYLES: Readonly<Record<number, string>> = {
  1: 'primary',
  2: 'secondary',
  3: 'success',
  4: 'danger',
  5: 'secondary',
};

/** A button as Discord draws it; pressing it is told to the bot. */
export function buttonView(around: Around, message: string, button: APIButtonComponent): HTMLElement {
  const label = 'label' in button ? (button.label ?? '') : '';
  const emoji = 'emoji' in button ? (button.emoji?.name ?? '') : '';
  const text = [emoji, label].filter(Boolean).join(' ');
  const style = STYLES[button.style] ?? 'secondary';
  if ('url' in button) {
    return el(
      'a',
      { class: 'button secondary', href: button.url, target: '_blank', rel: 'noopener noreferrer' },
      `${text} ↗`,
    );
  }
  if (!('custom_id' in button)) return el('span', { class: 'button secondary' }, text);
  const { custom_id: customId } = button;
  const view = el(
    'button',
    { type: 'button', class: `button ${style}`, disabled: button.disabled ?? false, 'data-focus': customId },
    text,
  );
  view.addEventListener('click', () => {
    view.setAttribute('aria-busy', 'true');
    void around.act('/do/press', { message, customId }).then(() => view.removeAttribute('aria-busy'));
  });
  return view;
}

/** A select of any of the five kinds, as a list behind a button. */
export function selectView(around: Around, message: string, select: APISelectMenuComponent): HTMLElement {
  const text = select.placeholder ?? 'Make a selection';
  return picker({
    name: text,
    text,
    options: optionsOf(select, around.place),
    max: select.max_values ?? 1,
    isDisabled: select.disabled ?? false,
    focus: select.custom_id,
    choose: (values) => void around.act('/do/choose', { message, customId: select.custom_id, values }),
  });
}

function optionsOf(select: APISelectMenuComponent, place: PlaceView): readonly PickerOption[] {
  if (select.type === 3) {
    return select.options.map(({ label, value, description, default: isChosen }) => ({
      label,
      value,
      ...(description === undefined ? {} : { description }),
      isChosen: isChosen ?? false,
    }));
  }
  if (select.type === 8) return place.channels.map(({ id, name }) => ({ label: `#${name}`, value: id }));
  if (select.type === 5) return place.people.map(({ id, displayName }) => ({ label: displayName, value: id }));
  const roles = place.roles.map(({ id, name }) => ({ label: `@${name}`, value: id }));
  const people =
    select.type === 7 ? place.people.map(({ id, displayName }) => ({ label: displayName, value: id })) : [];
  return [...people, ...roles];
}
