type Child = Node | string;
type Value = string | number | boolean | ((event: Event) => void);

/**
 * Makes an element. Strings among the children become text, never HTML. A function listens to the event of its name, a
 * boolean sets or leaves out an attribute.
 */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, Value>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false) element.setAttribute(name, String(value));
  }
  element.append(...children);
  return element;
}

/** The element of the page with this id. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}`);
  return found;
}

/** Puts new children in, and the focus back to where it was: to the child with the same `data-focus`. */
export function replace(parent: HTMLElement, children: readonly Child[]): void {
  const focused = parent.contains(document.activeElement)
    ? document.activeElement?.getAttribute('data-focus')
    : undefined;
  parent.replaceChildren(...children);
  if (!focused) return;
  const target = parent.querySelector<HTMLElement>(`[data-focus="${CSS.escape(focused)}"]`);
  // Where the control is gone, whoever works by keyboard goes on from the place where it was.
  (target ?? parent).focus({ preventScroll: true });
}
