import { byId, el } from '../../../sandbox/console/client/dom.ts';
import type { Area } from '../entry.ts';
import type { Collection, Exhibit } from '../exhibit.ts';
import { type Choices, choicesView, readChoices } from './choices.ts';
import { exhibitView } from './exhibit-view.ts';
import { setTheme } from './theme.ts';

const collection = JSON.parse(byId('collection').textContent ?? '') as Collection;

// What is relative to now is relative to the day that the gallery tells of.
Date.now = () => Date.parse(collection.now);

function show(choices: Choices): void {
  setTheme(choices.theme);
  document.body.classList.toggle('on-phone', choices.width === 'phone');
  const found = collection.exhibits.filter((exhibit) => isChosen(exhibit, choices));
  const areas = (Object.keys(collection.areas) as Area[]).flatMap((area) => {
    const exhibits = found.filter((exhibit) => exhibit.area === area);
    return exhibits.length === 0 ? [] : [{ area, exhibits }];
  });
  byId('contents').replaceChildren(...areas.flatMap(contentsOf));
  byId('exhibits').replaceChildren(...areas.map(areaView));
  const breaches = collection.exhibits.reduce((sum, exhibit) => sum + exhibit.breaches.length, 0);
  byId('summary').textContent =
    `${found.length} of ${collection.exhibits.length} entries shown. ${breaches === 0 ? 'No limit or rule is broken.' : `Limits or rules broken: ${breaches}.`}`;
}

function isChosen({ id, name, area, data, kinds, breaches }: Exhibit, choices: Choices): boolean {
  const words = choices.words.trim().toLowerCase();
  return (
    (choices.area === 'all' || choices.area === area) &&
    (choices.data === 'all' || choices.data === data) &&
    (choices.kind === 'all' ||
      kinds.some((kind) => kind === choices.kind) ||
      (choices.kind === 'broken' && breaches.length > 0)) &&
    (words === '' || name.toLowerCase().includes(words) || id.includes(words))
  );
}

interface Part {
  readonly area: Area;
  readonly exhibits: readonly Exhibit[];
}

function contentsOf({ area, exhibits }: Part): readonly HTMLElement[] {
  const links = exhibits.map(({ id, name, data }) => el('li', {}, el('a', { href: `#${id}` }, `${name} (${data})`)));
  return [el('h2', {}, `${collection.areas[area]} (${exhibits.length})`), el('ul', {}, ...links)];
}

function areaView({ area, exhibits }: Part): HTMLElement {
  return el(
    'section',
    { id: `area-${area}` },
    el('h2', {}, collection.areas[area]),
    ...exhibits.map((exhibit) => exhibitView(exhibit, collection)),
  );
}

/** Where the address points to was made after the page had been read. */
function goToAddress(): void {
  document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
}

const form = byId('choices') as HTMLFormElement;
form.append(...choicesView(collection));
form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('input', () => show(readChoices(form)));
show(readChoices(form));
goToAddress();
document.body.dataset['ready'] = 'true';
