import { showTime } from '../../time/show-time.ts';
import { el } from './dom.ts';
import { post } from './page.ts';
import { sandboxNow, setAhead } from './sandbox-time.ts';

const JUMPS = ['+1 hour', 'tomorrow 9:00', 'next Monday 9:00'];
const TICK_MS = 1_000;

/** The clock of the sandbox, and how to set it forward. */
export class ClockPanel {
  readonly view: HTMLElement;
  readonly #time = el('time', {});
  readonly #problem = el('p', { class: 'problem', role: 'alert' });
  readonly #input = el('input', { type: 'text', id: 'time-to', autocomplete: 'off', maxlength: 60 });

  constructor() {
    const form = el(
      'form',
      { class: 'go-to' },
      el('label', { for: 'time-to' }, 'Another time, in UTC'),
      this.#input,
      el('button', { type: 'submit', class: 'button secondary' }, 'Go'),
    );
    this.#input.placeholder = '+3h, friday 16:00';
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#go(this.#input.value);
    });
    const jumps = JUMPS.map((to) =>
      el('button', { type: 'button', class: 'button secondary', click: () => void this.#go(to) }, to),
    );
    this.view = el(
      'div',
      { class: 'clock' },
      el('p', {}, 'It is ', this.#time, ', also for the bot.'),
      el('div', { class: 'controls' }, ...jumps),
      form,
      this.#problem,
    );
    setInterval(() => this.#tick(), TICK_MS);
    this.#tick();
  }

  /** The sandbox's clock is this far ahead of the machine's. */
  set(aheadMs: number): void {
    setAhead(aheadMs);
    this.#tick();
  }

  #tick(): void {
    const now = sandboxNow();
    const text = showTime(now);
    if (this.#time.textContent === text) return;
    this.#time.textContent = text;
    this.#time.setAttribute('datetime', now.toISOString());
  }

  async #go(to: string): Promise<void> {
    const done = await post('/do/time', { to });
    this.#problem.textContent = done.kind === 'problem' ? done.problem : '';
    if (done.kind === 'done') this.#input.value = '';
  }
}
