import { el, replace } from './dom.ts';
import { avatar } from './messages-view.ts';
import type { Page } from './page.ts';

const SIGNS = { text: '#', thread: '↳', dm: '@' } as const;

/** Channels to go to and members to become. */
export function showLeft(page: Page, nav: HTMLElement): void {
  const { guild, channels, people } = page.place;
  const channelItems = channels.map(({ id, kind, name }) =>
    el(
      'li',
      { class: kind },
      el(
        'button',
        {
          type: 'button',
          'data-focus': `channel ${id}`,
          ...(id === page.channel ? { 'aria-current': 'page' } : {}),
          click: () => page.go({ channel: id }),
        },
        el('span', { class: 'sign', 'aria-hidden': 'true' }, SIGNS[kind]),
        name,
      ),
    ),
  );
  const memberItems = people.map(({ id, name, displayName, roles }) =>
    el(
      'li',
      {},
      el(
        'button',
        {
          type: 'button',
          'data-focus': `member ${id}`,
          'aria-pressed': String(name === page.as),
          click: () => page.go({ as: name }),
        },
        avatar(id, displayName),
        el('span', { class: 'who' }, displayName, el('small', {}, roles.join(', ') || 'no role')),
      ),
    ),
  );
  replace(nav, [
    el('p', { class: 'guild' }, guild),
    el('h2', {}, 'Channels'),
    el('ul', { class: 'channels' }, ...channelItems),
    el('h2', {}, 'You are'),
    el('ul', { class: 'members' }, ...memberItems),
  ]);
}
