import type { Suggestion } from '../../discord/people/outcome.ts';
import { el } from './dom.ts';
import { type Page, post } from './page.ts';

/** The bot is not asked at every letter. */
const ASK_AFTER_MS = 120;
/** Before this a word about waiting would only flicker. */
const SAY_AFTER_MS = 300;
/** https://docs.discord.com/developers/resources/message#create-message: without Nitro. */
const MAX_CHARACTERS = 2_000;
/** Discord's client begins to count when so many are left. */
const COUNT_FROM = 200;

const NO_PERMISSION = 'You do not have permission to send messages in this channel.';

/** The box at the bottom: messages, and commands with what could come next. */
export class Composer {
  readonly view: readonly HTMLElement[];
  readonly #page: Page;
  readonly #input: HTMLInputElement;
  readonly #list: HTMLElement;
  readonly #problem: HTMLElement;
  /** How the asking for options stands. */
  readonly #status = el('p', { class: 'status', role: 'status' });
  /** How many characters are left. */
  readonly #left = el('span', { class: 'characters-left' });
  #suggestions: readonly Suggestion[] = [];
  #active = -1;
  #timer = 0;
  #asked = 0;
  #mayWrite = true;

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
    this.view = [
      this.#problem,
      this.#status,
      this.#list,
      el('div', { class: 'box' }, commands, this.#input, this.#left, send),
    ];
  }

  /** Where one writes, and whether one may. */
  setPlace({ name, mayWrite }: { readonly name: string; readonly mayWrite: boolean }): void {
    this.#input.placeholder = mayWrite ? `Message ${name}, or /command` : NO_PERMISSION;
    // Commands need another permission, so they can still be typed.
    this.#mayWrite = mayWrite;
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
    this.#status.textContent = '';
    this.#countLeft();
    if (!this.#input.value.startsWith('/')) {
      this.#show([]);
      return;
    }
    this.#timer = window.setTimeout(() => void this.#suggest(this.#asked), ASK_AFTER_MS);
  }

  async #suggest(asked: number): Promise<void> {
    const { as, channel } = this.#page;
    const timer = setTimeout(() => {
      if (asked === this.#asked) this.#status.textContent = 'Loading options…';
    }, SAY_AFTER_MS);
    const found = await post<readonly Suggestion[]>('/do/complete', { as, channel, line: this.#input.value });
    clearTimeout(timer);
    if (asked !== this.#asked) return;
    const isList = Array.isArray(found);
    this.#status.textContent = isList ? '' : 'Loading options failed';
    this.#show(isList ? (found as readonly Suggestion[]) : []);
  }

  #countLeft(): void {
    const { value } = this.#input;
    const left = MAX_CHARACTERS - [...value].length;
    this.#left.textContent = value.startsWith('/') || left > COUNT_FROM ? '' : String(left);
    this.#left.classList.toggle('over', left < 0);
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
    const [first] = suggestions;
    const isOptional = first?.kind === 'option' && !suggestions.some(({ isRequired }) => isRequired === true);
    if (isOptional) this.#status.textContent = 'Enter sends the command, Tab adds an option.';
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
    const why = line.startsWith('/') ? null : this.#whyNotWritten(line);
    if (why !== null) {
      this.complain(why);
      return;
    }
    clearTimeout(this.#timer);
    this.#asked += 1;
    this.#input.value = '';
    this.#status.textContent = '';
    this.#countLeft();
    this.#show([]);
    this.complain('');
    const done = line.startsWith('/')
      ? await this.#page.act('/do/type', { line })
      : await this.#page.act('/do/write', { text: line });
    // What was not sent can be mended.
    if (done.kind === 'problem' && this.#input.value === '') this.#input.value = line;
  }

  #whyNotWritten(line: string): string | null {
    if (!this.#mayWrite) return NO_PERMISSION;
    const count = [...line].length;
    if (count <= MAX_CHARACTERS) return null;
    return `Your message is too long: ${count} characters, and ${MAX_CHARACTERS} are the most. Shorten it and send it again.`;
  }
}
