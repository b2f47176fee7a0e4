/** SVG as text: small enough to write by hand, with everything from outside escaped in one place. */

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Makes text safe inside an element or an attribute; characters that XML does not know are dropped. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}

/** An element with what is inside it. Numbers are written with at most two decimals. */
export function el(name: string, attributes: Attributes, ...inside: readonly string[]): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}="${typeof value === 'number' ? short(value) : escapeXml(value)}"`],
  );
  const head = [name, ...written].join(' ');
  return inside.length === 0 ? `<${head}/>` : `<${head}>${inside.join('')}</${name}>`;
}

/** A line through the points, for `d`. */
export function through(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${short(x)} ${short(y)}`).join('');
}

/** A number that drawing can use: what is not finite becomes 0. */
export function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}

function short(value: number): string {
  return String(Math.round(finite(value) * 100) / 100);
}
