import { el } from '../../../sandbox/console/client/dom.ts';
import { DATA_CLASSES } from '../entry.ts';
import { type Collection, KINDS } from '../exhibit.ts';
import type { Theme } from './theme.ts';

/** What somebody wants to see, and how. */
export interface Choices {
  readonly area: string;
  readonly kind: string;
  readonly data: string;
  readonly theme: Theme;
  readonly width: 'computer' | 'phone';
  readonly words: string;
}

/** The choices as fields of a form; begins with one area, because the whole gallery is long. */
export function choicesView({ areas, exhibits }: Collection): readonly HTMLElement[] {
  const found = (area: string): boolean => exhibits.some((exhibit) => exhibit.area === area);
  const names = Object.entries(areas).filter(([area]) => found(area));
  return [
    select('area', 'Area', [...names, ['all', 'everything']]),
    select('kind', 'Part of Discord', [['all', 'all'], ...KINDS.map(same), ['broken', 'breaks a limit or a rule']]),
    select('data', 'Data', [['all', 'all'], ...DATA_CLASSES.map(same)]),
    select('theme', 'Theme', ['system', 'dark', 'light'].map(same)),
    select('width', 'Width', ['computer', 'phone'].map(same)),
    el('label', {}, 'Words in the name', el('input', { type: 'search', name: 'words' })),
  ];
}

export function readChoices(form: HTMLFormElement): Choices {
  const data = new FormData(form);
  const text = (name: string): string => {
    const value = data.get(name);
    return typeof value === 'string' ? value : '';
  };
  return {
    area: text('area'),
    kind: text('kind'),
    data: text('data'),
    theme: text('theme') as Theme,
    width: text('width') as Choices['width'],
    words: text('words'),
  };
}

const same = (name: string): readonly [string, string] => [name, name];

function select(
  name: string,
  label: string,
  options: readonly (readonly [value: string, words: string])[],
): HTMLElement {
  const list = el('select', { name }, ...options.map(([value, words]) => el('option', { value }, words)));
  return el('label', {}, label, list);
}
