/** Text with or without the escape codes of a terminal; without them it is what golden files compare. */
export interface Paint {
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  strong(text: string): string;
  faint(text: string): string;
}

export function painter(isColoured: boolean): Paint {
  const paint =
    (open: number, close: number) =>
    (text: string): string =>
      isColoured ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  return { good: paint(32, 39), bad: paint(31, 39), warn: paint(33, 39), strong: paint(1, 22), faint: paint(2, 22) };
}
