import type { APIMessage } from 'discord-api-types/v10';
import type { MessageView } from '../protocol.ts';
import type { Around } from './around.ts';
import { avatar } from './avatar.ts';
import { el, replace } from './dom.ts';
import { embedView } from './embed-view.ts';
import { attachmentView } from './files-view.ts';
import { componentsView } from './layout-view.ts';
import { markdown } from './markdown-view.ts';
import { picker } from './picker.ts';
import { colourName } from './role-colour.ts';
import { longTime, shortTime, stamp } from './time.ts';

const REACTIONS = ['📌', '👍', '✅', '👀'];
/** The bot asks for the dots; Discord's client has all emoji. */
const MORE_REACTIONS = ['🔴', '🟠', '🟡', '🟢', '❤️', '🎉', '😄', '❌'];

/** What the place of a message among others decides. */
export interface Placed {
  /** It continues the one above: without its author's name and picture. */
  readonly isContinued: boolean;
}

/** One message as its reader sees it in Discord's client. Nothing here depends on where it is shown. */
export function drawMessage(
  around: Around,
  message: MessageView,
  placed: Placed = { isContinued: false },
): HTMLElement {
  const view = el('article', {});
  fillMessage(view, { around, message, placed });
  return view;
}

/** Draws into an element that is there already; the focus stays where it was. */
export function fillMessage(
  view: HTMLElement,
  { around, message, placed }: { around: Around; message: MessageView; placed: Placed },
): void {
  const { payload, isEphemeral } = message;
  view.className = ['message', isEphemeral ? 'ephemeral' : '', placed.isContinued ? 'continued' : ''].join(' ').trim();
  view.tabIndex = -1;
  view.setAttribute('aria-label', `${authorName(payload)}, ${stamp(new Date(payload.timestamp))}`);
  replace(view, [
    ...aboveHead(around, payload),
    ...(placed.isContinued ? [continuedTime(payload)] : [head(around, payload)]),
    el('div', { class: 'body' }, ...body(around, message), ...reactions(around, message)),
    ...threadView(around, payload),
    ...(isEphemeral ? [onlyYou(around, payload.id)] : [toolbar(around, payload)]),
  ]);
}

export const authorName = ({ author }: Pick<APIMessage, 'author'>): string => author.global_name ?? author.username;

function body(around: Around, { payload, isLoading }: MessageView): readonly HTMLElement[] {
  const { names } = around.place;
  if (isLoading) {
    const dots = el('span', { class: 'dots', 'aria-hidden': 'true' }, '● ● ●');
    return [el('p', { class: 'thinking' }, dots, ` ${authorName(payload)} is thinking…`)];
  }
  const isShown = new Set(payload.embeds.flatMap(({ image, thumbnail }) => [image?.url, thumbnail?.url]));
  const isInLayout = ((payload.flags ?? 0) & COMPONENTS_V2) !== 0;
  return [
    ...(payload.content === '' ? [] : [el('div', { class: 'text' }, ...markdown(payload.content, names))]),
    ...edited(payload),
    ...payload.embeds.map((embed) => embedView(embed, names, payload.attachments)),
    // In the newer layout a file is shown where a component says so, and nowhere else.
    ...(isInLayout ? [] : payload.attachments.filter(({ url }) => !isShown.has(url)).map(attachmentView)),
    ...componentsView(around, payload),
  ];
}

/** https://docs.discord.com/developers/resources/message#message-object-message-flags */
const COMPONENTS_V2 = 1 << 15;

function edited({ edited_timestamp: at }: APIMessage): readonly HTMLElement[] {
  if (at === null) return [];
  return [el('p', { class: 'edited' }, el('time', { datetime: at, title: longTime(new Date(at)) }, '(edited)'))];
}

/** To what a message replies: a message, or a command that somebody used. */
function aboveHead(around: Around, payload: APIMessage): readonly HTMLElement[] {
  if (payload.referenced_message) {
    const { author, content } = payload.referenced_message;
    const text = content === '' ? 'Click to see attachment' : content;
    return [el('p', { class: 'used' }, nameView(around, author.id, authorName({ author })), ` ${text.slice(0, 120)}`)];
  }
  const name = payload.interaction?.name;
  const user = payload.interaction_metadata?.user;
  if (name === undefined || !user) return [];
  // Commands in menus have no slash.
  const used = payload.type === CONTEXT_MENU_COMMAND ? name : `/${name}`;
  return [usedView(around, { id: user.id, name: user.global_name ?? user.username }, used)];
}

/** https://docs.discord.com/developers/resources/message#message-object-message-types */
const CONTEXT_MENU_COMMAND = 23;

/** "Lea used /show-sprint". */
export function usedView(around: Around, user: { id: string; name: string }, command: string): HTMLElement {
  return el('p', { class: 'used' }, nameView(around, user.id, user.name), ' used ', el('b', {}, command));
}

function head(around: Around, payload: APIMessage): HTMLElement {
  return headView(around, { author: payload.author, at: new Date(payload.timestamp) });
}

/** Picture, name and time of an author. */
export function headView(around: Around, { author, at }: { author: APIMessage['author']; at: Date }): HTMLElement {
  const name = authorName({ author });
  return el(
    'p',
    { class: 'head' },
    avatar(author.id, name),
    nameView(around, author.id, name),
    ...(author.bot ? [el('span', { class: 'tag' }, 'APP')] : []),
    el('time', { datetime: at.toISOString(), title: longTime(at) }, stamp(at)),
  );
}

function continuedTime({ timestamp }: APIMessage): HTMLElement {
  const at = new Date(timestamp);
  return el('time', { class: 'aside', datetime: timestamp, title: longTime(at) }, shortTime(at));
}

/** A name in the colour of its role; it opens the profile. */
function nameView(around: Around, userId: string, name: string): HTMLElement {
  const view = el('button', { type: 'button', class: 'name', click: () => around.openProfile(userId) }, name);
  colourName(view, userId, around.place);
  return view;
}

function threadView(around: Around, { thread }: APIMessage): readonly HTMLElement[] {
  if (!thread) return [];
  return [
    el(
      'button',
      { type: 'button', class: 'of-thread', click: () => around.go({ channel: thread.id }) },
      el('b', {}, thread.name ?? 'Thread'),
      ' See thread ›',
    ),
  ];
}

function onlyYou(around: Around, id: string): HTMLElement {
  return el(
    'p',
    { class: 'only-you' },
    el('span', { 'aria-hidden': 'true' }, '👁 '),
    'Only you can see this • ',
    el(
      'button',
      { type: 'button', class: 'as-link', 'data-focus': 'dismiss', click: () => around.dismiss(id) },
      'Dismiss message',
    ),
  );
}

function reactions(around: Around, { payload, reactions: list }: MessageView): readonly HTMLElement[] {
  if (list.length === 0) return [];
  const views = list.map(({ emoji, count, isMine }) =>
    el(
      'button',
      {
        type: 'button',
        class: 'reaction',
        'aria-pressed': String(isMine),
        'aria-label': `${emoji} ${count}, ${isMine ? 'take yours away' : 'add yours'}`,
        'data-focus': `reaction ${emoji}`,
        click: () => void around.act('/do/react', { message: payload.id, emoji, isOn: !isMine }),
      },
      `${emoji} ${count}`,
    ),
  );
  return [el('div', { class: 'reactions' }, ...views)];
}

function toolbar(around: Around, payload: APIMessage): HTMLElement {
  const { menus } = around.place;
  const react = REACTIONS.map((emoji) =>
    el(
      'button',
      {
        type: 'button',
        'aria-label': `React with ${emoji}`,
        'data-focus': `add ${emoji}`,
        click: () => void around.act('/do/react', { message: payload.id, emoji, isOn: true }),
      },
      emoji,
    ),
  );
  const more = picker({
    name: 'Add another reaction',
    text: '+',
    isMenu: true,
    options: MORE_REACTIONS.map((emoji) => ({ label: emoji, value: emoji })),
    focus: 'more',
    className: 'more-reactions',
    choose: ([emoji]) => void around.act('/do/react', { message: payload.id, emoji, isOn: true }),
  });
  const apps = picker({
    name: 'Apps of this message',
    text: 'Apps',
    isMenu: true,
    options: menus.map((name) => ({ label: name, value: name })),
    focus: 'apps',
    className: 'apps',
    choose: ([name]) => void around.act('/do/menu', { message: payload.id, name }),
  });
  return el(
    'div',
    { class: 'toolbar', role: 'group', 'aria-label': 'React or use an app' },
    ...react,
    more,
    ...(menus.length > 0 ? [apps] : []),
  );
}
