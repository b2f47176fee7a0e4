import type { ChannelView, PersonView } from '../protocol.ts';
import { avatar } from './avatar.ts';
import { el, replace } from './dom.ts';
import type { Page } from './page.ts';
import { colourName } from './role-colour.ts';

const SIGNS = { text: '#', thread: '↳', dm: '' } as const;

/** Channels to go to and members to become. */
export function showLeft(page: Page, nav: HTMLElement): void {
  const { guild, channels } = page.place;
  const texts = channels.filter(({ kind }) => kind === 'text');
  const inOrder = texts.flatMap((one) => [one, ...channels.filter(({ parentId }) => parentId === one.id)]);
  const direct = channels.filter(({ kind }) => kind === 'dm');
  replace(nav, [
    el('p', { class: 'guild' }, guild),
    ...group(
      'Channels',
      inOrder.map((one) => channelItem(page, one)),
      'channels',
    ),
    ...(direct.length === 0
      ? []
      : group(
          'Direct messages',
          direct.map((one) => channelItem(page, one)),
          'channels',
        )),
    el('h2', {}, 'Who you are'),
    el('p', { class: 'hint' }, 'Press a member to become them.'),
    ...members(page),
  ]);
}

function group(title: string, items: readonly HTMLElement[], className: string): readonly HTMLElement[] {
  return [el('h2', {}, title), el('ul', { class: className, 'aria-label': title }, ...items)];
}

function channelItem(page: Page, channel: ChannelView): HTMLElement {
  const { id, kind, name } = channel;
  const isUnread = page.hasUnread(channel);
  const sign =
    kind === 'dm' ? avatar(page.place.botId, name) : el('span', { class: 'sign', 'aria-hidden': 'true' }, SIGNS[kind]);
  const button = el(
    'button',
    {
      type: 'button',
      'data-focus': `channel ${id}`,
      ...(id === page.channel ? { 'aria-current': 'page' } : {}),
      click: () => page.go({ channel: id }),
    },
    sign,
    el('span', { class: 'channel-name' }, name),
    ...(isUnread ? [el('span', { class: 'hidden' }, ', unread')] : []),
  );
  return el('li', { class: isUnread ? `${kind} unread` : kind }, button);
}

/** As Discord's list of members: a group for each role that wants one, then everybody else, then who is not there. */
function members(page: Page): readonly HTMLElement[] {
  const { people, roles, botId, names } = page.place;
  const isBotThere = (page.health?.connections ?? 0) > 0;
  const groups = roles
    .filter(({ isHoisted }) => isHoisted)
    .map(({ name, memberIds }) => ({ name, inside: people.filter(({ id }) => memberIds.includes(id)) }));
  const hoisted = new Set(groups.flatMap(({ inside }) => inside));
  const bot = botItem(page, { id: botId, name: names[botId] ?? 'The bot', isThere: isBotThere });
  const rest = people.filter((one) => !hoisted.has(one));
  return [
    ...groups
      .filter(({ inside }) => inside.length > 0)
      .flatMap(({ name, inside }) =>
        memberGroup(
          name,
          inside.map((one) => memberItem(page, one)),
        ),
      ),
    ...memberGroup('Online', [...rest.map((one) => memberItem(page, one)), ...(isBotThere ? [bot] : [])]),
    ...(isBotThere ? [] : memberGroup('Offline', [bot])),
  ];
}

function memberGroup(title: string, items: readonly HTMLElement[]): readonly HTMLElement[] {
  return [el('h3', {}, `${title} — ${items.length}`), el('ul', { class: 'members', 'aria-label': title }, ...items)];
}

function memberItem(page: Page, { id, name, displayName }: PersonView): HTMLElement {
  const isMe = name === page.as;
  const label = el('span', { class: 'who' }, displayName);
  colourName(label, id, page.place);
  return el(
    'li',
    {},
    el(
      'button',
      {
        type: 'button',
        'data-focus': `member ${id}`,
        'aria-pressed': String(isMe),
        click: () => page.go({ as: name }),
      },
      withPresence(id, displayName, true),
      label,
      ...(isMe ? [el('small', {}, 'you')] : []),
    ),
    profileButton(page, id, displayName),
  );
}

function botItem(page: Page, { id, name, isThere }: { id: string; name: string; isThere: boolean }): HTMLElement {
  const label = el('span', { class: 'who' }, name);
  colourName(label, id, page.place);
  const word = isThere ? 'online' : 'offline';
  return el(
    'li',
    { class: isThere ? '' : 'offline' },
    el(
      'button',
      {
        type: 'button',
        'data-focus': `member ${id}`,
        click: () => page.openProfile(id),
      },
      withPresence(id, name, isThere),
      label,
      el('span', { class: 'tag' }, 'APP'),
      el('span', { class: 'hidden' }, `, ${word}`),
    ),
  );
}

function withPresence(id: string, name: string, isThere: boolean): HTMLElement {
  const dot = el('span', { class: isThere ? 'presence there' : 'presence' });
  return el('span', { class: 'with-presence', 'aria-hidden': 'true' }, avatar(id, name), dot);
}

function profileButton(page: Page, id: string, name: string): HTMLElement {
  const attributes = {
    type: 'button',
    class: 'more',
    'data-focus': `profile ${id}`,
    'aria-label': `Profile of ${name}`,
    click: () => page.openProfile(id),
  };
  return el('button', attributes, '⋯');
}
