import { el } from './dom.ts';

/** A circle with the first letter; the colour comes from the id, so that it stays. */
export function avatar(id: string, name: string): HTMLElement {
  const view = el('span', { class: 'avatar', 'aria-hidden': 'true' }, name.slice(0, 1).toUpperCase());
  view.classList.add(`hue${Number(BigInt(id) % 6n)}`);
  return view;
}
