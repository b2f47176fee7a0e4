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
  return new OpenableList(asked).box;
}

class OpenableList {
  readonly box: HTMLElement;
  readonly #asked: Picker;
  readonly #chosen: Set<string>;
  readonly #button: HTMLButtonElement;
  readonly #list: HTMLElement;

  constructor(asked: Picker) {
    this.#asked = asked;
    this.#chosen = new Set(asked.options.filter(({ isChosen }) => isChosen).map(({ value }) => value));
    this.#button = el('button', {
      type: 'button',
      class: 'picker-button',
      'aria-haspopup': 'listbox',
      'aria-expanded': 'false',
      'data-focus': asked.focus,
      disabled: asked.isDisabled ?? false,
      click: () => this.#toggle(),
    });
    this.#list = el('ul', { class: 'picker-list', role: 'listbox', 'aria-label': asked.name, hidden: true });
    if (this.#isMany) this.#list.setAttribute('aria-multiselectable', 'true');
    this.#list.append(...asked.options.map((option) => optionView(option, (item) => this.#take(item, option.value))));
    this.#list.addEventListener('keydown', (event) => moveFocus(this.#list, event));
    this.box = el('div', { class: `picker ${asked.className ?? ''}` }, this.#button, this.#list);
    this.box.addEventListener('keydown', (event) => this.#escape(event));
    this.box.addEventListener('focusout', (event) => this.#left(event));
    this.#show();
  }

  get #isMany(): boolean {
    return (this.#asked.max ?? 1) > 1;
  }

  get #isOpen(): boolean {
    return this.#list.hidden === false;
  }

  #show(): void {
    const labels = this.#asked.options.filter(({ value }) => this.#chosen.has(value)).map(({ label }) => label);
    const text = (this.#asked.isMenu ? '' : labels.join(', ')) || this.#asked.text;
    this.#button.textContent = text;
    this.#button.setAttribute('aria-label', `${this.#asked.name}: ${text}`);
  }

  #open(isOpen: boolean): void {
    this.#list.hidden = !isOpen;
    this.#button.setAttribute('aria-expanded', String(isOpen));
  }

  #toggle(): void {
    if (this.#isOpen) {
      this.#open(false);
      if (this.#isMany) this.#send();
      return;
    }
    this.#open(true);
    this.#list.scrollIntoView({ block: 'nearest' });
    const first = this.#list.querySelector<HTMLElement>('[aria-selected="true"]') ?? this.#list.querySelector('li');
    first?.focus();
  }

  #take(item: HTMLElement, value: string): void {
    if (this.#isMany) {
      if (this.#chosen.has(value)) this.#chosen.delete(value);
      else if (this.#chosen.size < (this.#asked.max ?? 1)) this.#chosen.add(value);
      item.setAttribute('aria-selected', String(this.#chosen.has(value)));
      return;
    }
    this.#chosen.clear();
    this.#chosen.add(value);
    this.#open(false);
    this.#button.focus();
    this.#send();
  }

  #send(): void {
    this.#show();
    this.#asked.choose([...this.#chosen]);
  }

  #escape(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !this.#isOpen) return;
    // The form around it stays open.
    event.preventDefault();
    this.#open(false);
    this.#button.focus();
  }

  /** Several are sent when one leaves the list, as in Discord. */
  #left({ relatedTarget }: FocusEvent): void {
    if (!this.#isOpen || (relatedTarget instanceof Node && this.box.contains(relatedTarget))) return;
    this.#open(false);
    if (this.#isMany) this.#send();
  }
}

function optionView(option: PickerOption, take: (item: HTMLElement) => void): HTMLElement {
  const item = el(
    'li',
    { role: 'option', tabindex: -1, 'aria-selected': String(option.isChosen ?? false) },
    el('span', {}, option.label),
    ...(option.description ? [el('small', {}, option.description)] : []),
  );
  item.addEventListener('click', () => take(item));
  item.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    take(item);
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
