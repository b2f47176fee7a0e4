import { FAULT_KINDS, FAULT_PLACES } from '../fault-choices.ts';
import type { HealthView } from '../protocol.ts';
import { el, replace } from './dom.ts';
import { post } from './page.ts';

/** Breaks a part of Discord or Linear, lists what is broken, and mends it. */
export class FaultsPanel {
  readonly view: HTMLElement;
  readonly #place = choice('fault-place', FAULT_PLACES);
  readonly #kind = choice('fault-kind', new Map(Object.keys(FAULT_KINDS).map((name) => [name, name])));
  readonly #broken = el('ul', { class: 'broken', 'aria-label': 'What is broken' });
  readonly #problem = el('p', { class: 'problem', role: 'alert' });

  constructor() {
    const form = el(
      'form',
      { class: 'break' },
      el('label', { for: 'fault-place' }, 'What'),
      this.#place,
      el('label', { for: 'fault-kind' }, 'How'),
      this.#kind,
      el('button', { type: 'submit', class: 'button secondary' }, 'Break it'),
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#do('/do/fault', { place: this.#place.value, kind: this.#kind.value });
    });
    this.view = el('div', { class: 'faults' }, form, this.#problem, this.#broken);
  }

  show(faults: HealthView['faults']): void {
    const items = faults.map(({ number, text }) =>
      el(
        'li',
        {},
        el('span', {}, text),
        el(
          'button',
          {
            type: 'button',
            class: 'button secondary',
            'aria-label': `Mend: ${text}`,
            'data-focus': `mend ${number}`,
            click: () => void this.#do('/do/mend', { number }),
          },
          'Mend',
        ),
      ),
    );
    replace(this.#broken, items);
    this.#broken.hidden = items.length === 0;
  }

  async #do(path: string, body: unknown): Promise<void> {
    const done = await post(path, body);
    this.#problem.textContent = done.kind === 'problem' ? done.problem : '';
  }
}

function choice(id: string, options: ReadonlyMap<string, string>): HTMLSelectElement {
  return el('select', { id }, ...[...options].map(([value, label]) => el('option', { value }, label)));
}
