import type { BoardView, HealthView, TrafficView } from '../protocol.ts';
import { ClockPanel } from './clock-panel.ts';
import { el, replace } from './dom.ts';
import { FaultsPanel } from './faults-panel.ts';
import type { Page } from './page.ts';
import { picker } from './picker.ts';

const LINES_SHOWN = 200;
const STATES = { starting: 'connecting…', running: 'running', ended: 'not running' } as const;

/** Behind the scenes: the board, the switches, the traffic. */
export class RightView {
  readonly view: readonly HTMLElement[];
  readonly clock: ClockPanel;
  readonly #page: Page;
  readonly #board = el('div', { class: 'board', tabindex: 0, role: 'group', 'aria-label': 'Issues by state' });
  readonly #health = el('div', { class: 'health' });
  readonly #traffic = el('ol', { class: 'traffic' });
  readonly #faults = new FaultsPanel();
  /** What is not drawn yet. */
  #latest: BoardView | null = null;
  #lastNumber = 0;

  constructor(page: Page) {
    this.#page = page;
    this.clock = new ClockPanel();
    this.#board.addEventListener('focusout', () => setTimeout(() => this.#drawLatest()));
    this.view = [
      section('Linear board', this.#board, true),
      section('Clock', this.clock.view, true),
      section('Bot and faults', el('div', {}, this.#health, this.#faults.view), true),
      section('Traffic', this.#traffic, false),
    ];
  }

  /** A list that somebody has open would go with its card: the board waits until it is closed. */
  showBoard(board: BoardView): void {
    this.#latest = board;
    this.#drawLatest();
  }

  #drawLatest(): void {
    if (this.#latest === null || this.#board.querySelector('[aria-expanded="true"]')) return;
    this.#drawBoard(this.#latest);
    this.#latest = null;
  }

  #drawBoard({ states, issues }: BoardView): void {
    replace(
      this.#board,
      states
        .map((state) => ({ state, inState: issues.filter((issue) => issue.state === state) }))
        .map(({ state, inState }) => {
          const column = el(
            'section',
            { 'aria-label': state },
            el('h3', {}, `${state} `, el('span', { class: 'count' }, String(inState.length))),
            ...inState.map((issue) => this.#card(issue, states)),
          );
          column.addEventListener('dragover', (event) => event.preventDefault());
          column.addEventListener('drop', (event) => {
            event.preventDefault();
            this.#move(event.dataTransfer?.getData('text/plain') ?? '', state);
          });
          return column;
        }),
    );
  }

  showHealth({ bot, connections, faults }: HealthView): void {
    const press = (text: string, path: string, body: Readonly<Record<string, unknown>>): HTMLElement =>
      el(
        'button',
        { type: 'button', class: 'button secondary', 'data-focus': text, click: () => void this.#page.act(path, body) },
        text,
      );
    this.#faults.show(faults);
    replace(this.#health, [
      el('p', { class: `bot ${bot}` }, `The bot is ${STATES[bot]}; gateway connections: ${connections}.`),
      el(
        'div',
        { class: 'controls' },
        press('Restart the bot', '/do/bot', { how: 'restart' }),
        press('Kill the bot', '/do/bot', { how: 'kill' }),
        press('Drop the gateway', '/do/gateway', { kind: 'drop' }),
        press('Invalid session', '/do/gateway', { kind: 'invalid-session' }),
      ),
    ]);
  }

  addTraffic(lines: readonly TrafficView[]): void {
    for (const line of lines.filter(({ number }) => number > this.#lastNumber)) {
      const { service, what, status, detail, number, at } = line;
      this.#lastNumber = number;
      const isBad = status >= 400 && status < 600;
      const text = `${what}${status === 0 ? '' : ` → ${status}`}`;
      this.#traffic.prepend(
        el(
          'li',
          { class: isBad ? 'bad' : '' },
          el(
            'details',
            {},
            el(
              'summary',
              {},
              el('span', { class: 'service' }, service),
              ' ',
              text,
              ' ',
              el('time', { datetime: at }, at.slice(11, 19)),
            ),
            el('pre', { tabindex: 0 }, detail),
          ),
        ),
      );
    }
    while (this.#traffic.children.length > LINES_SHOWN) this.#traffic.lastElementChild?.remove();
  }

  #card({ key, title, state, assignee }: BoardView['issues'][number], states: readonly string[]): HTMLElement {
    const card = el(
      'article',
      { class: 'card', draggable: 'true', 'aria-label': key },
      el('p', {}, el('b', {}, key), ` ${title}`),
      el('p', { class: 'small' }, assignee ?? 'nobody yet'),
      picker({
        name: `Move ${key}`,
        text: 'Move to…',
        isMenu: true,
        options: states.map((one) => ({ label: one, value: one, isChosen: one === state })),
        focus: `move ${key}`,
        choose: ([to]) => this.#move(key, to ?? state),
      }),
    );
    card.addEventListener('dragstart', (event) => event.dataTransfer?.setData('text/plain', key));
    return card;
  }

  #move(key: string, state: string): void {
    void this.#page.act('/do/move', { key, state });
  }
}

function section(title: string, content: HTMLElement, isOpen: boolean): HTMLElement {
  return el('details', { class: 'section', open: isOpen }, el('summary', {}, el('h2', {}, title)), content);
}
