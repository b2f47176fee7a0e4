import type { Suggestion } from '../../discord/people/outcome.ts';
import { el } from './dom.ts';
import { type Page, post } from './page.ts';

/** The bot is not asked at every letter. */
const ASK_AFTER_MS = 120;

/** The box at the bottom: messages, and commands with what could come next. */
export class Composer {
  readonly view: readonly HTMLElement[];
  readonly #page: Page;
  readonly #input: HTMLInputElement;
  readonly #list: HTMLElement;
  readonly #problem: HTMLElement;
  #suggestions: readonly Suggestion[] = [];
  #active = -1;
  #timer = 0;
  #asked = 0;

  constructor(page: Page) {
    this.#page = page;
    this.#problem = el('p', { class: 'problem', role: 'alert' });
    this.#list = el('ul', {
      id: 'suggestions',
      class: 'suggestions',
      role: 'listbox',
      'aria-label': 'What could come next',
      hidden: true,
    });
    this.#input = el('input', {
      id: 'line',
      type: 'text',
      role: 'combobox',
      autocomplete: 'off',
      maxlength: 4000,
      'aria-label': 'Message or command',
      'aria-autocomplete': 'list',
      'aria-expanded': 'false',
      'aria-controls': 'suggestions',
      input: () => this.#changed(),
    });
    this.#input.addEventListener('keydown', (event) => this.#key(event));
    const commands = el(
      'button',
      { type: 'button', class: 'slash', 'aria-label': 'Show the commands', click: () => this.#set('/') },
      '/',
    );
    const send = el('button', { type: 'button', class: 'send', click: () => void this.#send() }, 'Send');
    this.view = [this.#problem, this.#list, el('div', { class: 'box' }, commands, this.#input, send)];
  }

  set placeholder(text: string) {
    this.#input.placeholder = text;
  }

  /** Says what went wrong, in the words in which Discord's client says it. */
  complain(problem: string): void {
    this.#problem.textContent = problem;
  }

  focus(): void {
    this.#input.focus();
  }

  #set(line: string): void {
    this.#input.value = line;
    this.#input.focus();
    this.#changed();
  }

  #changed(): void {
    this.complain('');
    clearTimeout(this.#timer);
    this.#asked += 1;
    if (!this.#input.value.startsWith('/')) {
      this.#show([]);
      return;
    }
    this.#timer = window.setTimeout(() => void this.#suggest(this.#asked), ASK_AFTER_MS);
  }

  async #suggest(asked: number): Promise<void> {
    const { as, channel } = this.#page;
    const found = await post<readonly Suggestion[]>('/do/complete', { as, channel, line: this.#input.value });
    if (asked === this.#asked) this.#show(Array.isArray(found) ? (found as readonly Suggestion[]) : []);
  }

  #show(suggestions: readonly Suggestion[]): void {
    this.#suggestions = suggestions;
    this.#list.replaceChildren(
      ...suggestions.map((suggestion, index) =>
        el(
          'li',
          {
            id: `suggestion-${index}`,
            role: 'option',
            'aria-selected': 'false',
            mousedown: (event) => event.preventDefault(),
            click: () => this.#set(suggestion.line),
          },
          el('b', {}, suggestion.name),
          el('span', {}, suggestion.description),
        ),
      ),
    );
    this.#list.hidden = suggestions.length === 0;
    this.#input.setAttribute('aria-expanded', String(suggestions.length > 0));
    // What is optional is not taken by Enter.
    this.#activate(suggestions.length > 0 && suggestions[0]?.kind !== 'option' ? 0 : -1);
  }

  #activate(index: number): void {
    this.#active = index;
    for (const [at, item] of [...this.#list.children].entries()) {
      item.setAttribute('aria-selected', String(at === index));
      if (at === index) item.scrollIntoView({ block: 'nearest' });
    }
    if (index < 0) this.#input.removeAttribute('aria-activedescendant');
    else this.#input.setAttribute('aria-activedescendant', `suggestion-${index}`);
  }

  #key(event: KeyboardEvent): void {
    const count = this.#suggestions.length;
    if (count > 0 && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      this.#activate((Math.max(this.#active, step > 0 ? -1 : 0) + step + count) % count);
    } else if (event.key === 'Escape') {
      this.#show([]);
    } else if (event.key === 'Tab' && count > 0 && !event.shiftKey) {
      event.preventDefault();
      this.#set(this.#suggestions[Math.max(0, this.#active)]?.line ?? '');
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const suggestion = this.#suggestions[this.#active];
      if (suggestion && suggestion.line.trim() !== this.#input.value.trim()) this.#set(suggestion.line);
      else void this.#send();
    }
  }

  async #send(): Promise<void> {
    const line = this.#input.value.trim();
    if (line === '') return;
    clearTimeout(this.#timer);
    this.#asked += 1;
    this.#input.value = '';
    this.#show([]);
    this.complain('');
    const done = line.startsWith('/')
      ? await this.#page.act('/do/type', { line })
      : await this.#page.act('/do/write', { text: line });
    // What was not sent can be mended.
    if (done.kind === 'problem' && this.#input.value === '') this.#input.value = line;
  }
}
