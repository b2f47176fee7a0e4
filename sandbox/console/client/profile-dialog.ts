import { avatar } from './avatar.ts';
import { el } from './dom.ts';
import type { Page } from './page.ts';

/** What Discord's client shows when one presses a name: who it is and which roles they have. */
export function openProfile(page: Page, userId: string): void {
  const { people, roles, botId, names, channels, memberMenus } = page.place;
  const person = people.find(({ id }) => id === userId);
  const name = person?.displayName ?? names[userId] ?? 'Unknown user';
  const theirs = roles.filter(({ memberIds }) => memberIds.includes(userId));
  const close = (): void => dialog.close();
  const go = (to: Parameters<Page['go']>[0]) => (): void => {
    close();
    page.go(to);
  };
  const direct = userId === botId ? channels.find(({ kind }) => kind === 'dm') : undefined;
  const actions = [
    ...(person && person.name !== page.as ? [button(`Become ${name}`, go({ as: person.name }), 'primary')] : []),
    ...(direct ? [button('Message', go({ channel: direct.id }), 'primary')] : []),
    button('Close', close, 'secondary'),
  ];
  const apps = memberMenus.map((command) => {
    const use = (): void => {
      close();
      void page.act('/do/member-menu', { member: userId, name: command });
    };
    return button(command, use, 'secondary');
  });
  const dialog = el(
    'dialog',
    { class: 'profile', 'aria-labelledby': 'profile-name' },
    el('div', { class: 'profile-head' }, avatar(userId, name), el('h2', { id: 'profile-name' }, name)),
    el('p', { class: 'small' }, userId === botId ? 'App' : `@${person?.name ?? userId}`),
    el('h3', {}, theirs.length === 0 ? 'No roles' : 'Roles'),
    el('ul', { class: 'roles' }, ...theirs.map(roleView)),
    ...(apps.length === 0 ? [] : [el('h3', {}, 'Apps'), el('div', { class: 'controls' }, ...apps)]),
    el('div', { class: 'controls end' }, ...actions),
  );
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) close();
  });
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function roleView({ name, color }: Page['place']['roles'][number]): HTMLElement {
  const dot = el('span', { class: 'role-dot', 'aria-hidden': 'true' });
  if (color !== 0) dot.style.setProperty('--role', `#${color.toString(16).padStart(6, '0')}`);
  return el('li', {}, dot, name);
}

function button(text: string, click: () => void, style: 'primary' | 'secondary'): HTMLElement {
  return el('button', { type: 'button', class: `button ${style}`, click }, text);
}
