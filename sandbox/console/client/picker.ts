import { el } from './dom.ts';

export interface PickerOption {
  readonly label: string;
  readonly value: string;
  readonly description?: string;
  readonly isChosen?: boolean;
}

export interface Picker {
  /** What a screen reader says before what is chosen. */
  readonly name: string;
  /** On the button while nothing is chosen. */
  readonly text: string;
  readonly options: readonly PickerOption[];
  readonly max?: number;
  readonly isDisabled?: boolean;
  /** A menu: what was chosen before does not stay on the button. */
  readonly isMenu?: boolean;
  readonly className?: string;
  readonly focus: string;
  readonly choose: (values: readonly string[]) => void;
}

/** A list behind a button, as Discord's selects are; arrows move, Enter chooses, Escape closes. */
export function picker(asked: Picker): HTMLElement {
  const chosen = new Set(asked.options.filter(({ isChosen }) => isChosen).map(({ value }) => value));
  const label = (): string => (asked.isMenu ? '' : chosenLabels()) || asked.text;
  const chosenLabels = (): string =>
    asked.options
      .filter(({ value }) => chosen.has(value))
      .map((option) => option.label)
      .join(', ');
  const button = el('button', {
    type: 'button',
    class: 'picker-button',
    'aria-haspopup': 'listbox',
    'aria-expanded': 'false',
    'data-focus': asked.focus,
    disabled: asked.isDisabled ?? false,
  });
  const show = (): void => {
    button.textContent = label();
    button.setAttribute('aria-label', `${asked.name}: ${label()}`);
  };
  show();
  const list = el('ul', { class: 'picker-list', role: 'listbox', 'aria-label': asked.name, hidden: true });
  if ((asked.max ?? 1) > 1) list.setAttribute('aria-multiselectable', 'true');
  const open = (isOpen: boolean): void => {
    list.hidden = !isOpen;
    button.setAttribute('aria-expanded', String(isOpen));
    if (isOpen) (list.querySelector<HTMLElement>('[aria-selected="true"]') ?? list.querySelector('li'))?.focus();
    else button.focus();
  };
  const finish = (values: readonly string[]): void => {
    open(false);
    show();
    asked.choose(values);
  };
  const take = (item: HTMLElement, value: string): void => {
    if ((asked.max ?? 1) === 1) {
      chosen.clear();
      chosen.add(value);
      finish([value]);
      return;
    }
    if (chosen.has(value)) chosen.delete(value);
    else if (chosen.size < (asked.max ?? 1)) chosen.add(value);
    item.setAttribute('aria-selected', String(chosen.has(value)));
  };
  list.append(...asked.options.map((option) => optionView(option, take)));
  button.addEventListener('click', () => {
    if (list.hidden !== false) open(true);
    else if ((asked.max ?? 1) > 1) finish([...chosen]);
    else open(false);
  });
  const box = el('div', { class: `picker ${asked.className ?? ''}` }, button, list);
  list.addEventListener('keydown', (event) => moveFocus(list, event));
  box.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape' && !list.hidden) open(false);
  });
  box.addEventListener('focusout', ({ relatedTarget }) => {
    if (list.hidden || (relatedTarget instanceof Node && box.contains(relatedTarget))) return;
    list.hidden = true;
    button.setAttribute('aria-expanded', 'false');
    show();
    // Several are sent when one leaves the list, as in Discord.
    if ((asked.max ?? 1) > 1) asked.choose([...chosen]);
  });
  return box;
}

function optionView(option: PickerOption, take: (item: HTMLElement, value: string) => void): HTMLElement {
  const item = el(
    'li',
    { role: 'option', tabindex: -1, 'aria-selected': String(option.isChosen ?? false) },
    el('span', {}, option.label),
    ...(option.description ? [el('small', {}, option.description)] : []),
  );
  item.addEventListener('click', () => take(item, option.value));
  item.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    take(item, option.value);
  });
  return item;
}

function moveFocus(list: HTMLElement, event: KeyboardEvent): void {
  const items = [...list.querySelectorAll('li')];
  const at = items.indexOf(document.activeElement as HTMLLIElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  items[Math.max(0, Math.min(to, items.length - 1))]?.focus();
}
