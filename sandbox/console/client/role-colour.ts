import type { PlaceView } from '../protocol.ts';

/** The darkest and the lightest ground on which a name stands, by colour scheme; see console.css. */
const GROUNDS = { light: [0xe3, 0xe5, 0xe8], dark: [0x3d, 0x40, 0x4d] } as const;
/** https://www.w3.org/TR/WCAG22/#contrast-minimum */
const READABLE = 4.5;
const STEPS = 20;

type Rgb = readonly [number, number, number];

/** Gives a name the colour of its highest role that has one, moved towards black or white until it can be read. */
export function colourName(view: HTMLElement, userId: string, { roles }: Pick<PlaceView, 'roles'>): void {
  const role = roles.find(({ color, memberIds }) => color !== 0 && memberIds.includes(userId));
  if (!role) return;
  view.classList.add('coloured');
  view.style.setProperty('--name-light', css(readable(rgb(role.color), GROUNDS.light, 0)));
  view.style.setProperty('--name-dark', css(readable(rgb(role.color), GROUNDS.dark, 255)));
}

const rgb = (color: number): Rgb => [(color >> 16) & 255, (color >> 8) & 255, color & 255];
const css = (color: Rgb): string => `rgb(${color.join(' ')})`;

function readable(color: Rgb, ground: Rgb, towards: number): Rgb {
  for (let step = 0; step < STEPS; step += 1) {
    const part = step / STEPS;
    const mixed = color.map((value) => Math.round(value + (towards - value) * part)) as unknown as Rgb;
    if (contrast(mixed, ground) >= READABLE) return mixed;
  }
  return [towards, towards, towards];
}

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: Rgb, other: Rgb): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: Rgb): number {
  const [red = 0, green = 0, blue = 0] = color
    .map((value) => value / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
