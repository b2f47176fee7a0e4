import type { MessageView } from '../protocol.ts';
import { controlsView } from './controls-view.ts';
import { el, replace } from './dom.ts';
import { attachmentView, embedView } from './embed-view.ts';
import { markdown } from './markdown-view.ts';
import type { Page } from './page.ts';
import { picker } from './picker.ts';

const REACTIONS = ['📌', '👍', '✅', '👀'];
const NEAR_END_PX = 120;

/** The messages of the channel; only those that changed are made anew, so that the focus and open lists stay. */
export class MessagesView {
  readonly #page: Page;
  readonly #log: HTMLElement;
  readonly #shown = new Map<string, { readonly text: string; readonly view: HTMLElement }>();

  constructor(page: Page, log: HTMLElement) {
    this.#page = page;
    this.#log = log;
  }

  clear(): void {
    this.#shown.clear();
    this.#log.replaceChildren();
  }

  show(messages: readonly MessageView[]): void {
    const isAtEnd = this.#log.scrollHeight - this.#log.scrollTop - this.#log.clientHeight < NEAR_END_PX;
    const ids = new Set(messages.map(({ payload }) => payload.id));
    for (const [id, { view }] of this.#shown) {
      if (ids.has(id)) continue;
      view.remove();
      this.#shown.delete(id);
    }
    for (const message of messages) this.#put(message);
    if (isAtEnd) this.#log.scrollTop = this.#log.scrollHeight;
  }

  #put(message: MessageView): void {
    const text = JSON.stringify([message, this.#page.place.menus]);
    const before = this.#shown.get(message.payload.id);
    if (before?.text === text) return;
    const view = before?.view ?? el('article', { class: 'message' });
    view.classList.toggle('ephemeral', message.isEphemeral);
    view.setAttribute(
      'aria-label',
      `Message from ${message.payload.author.global_name ?? message.payload.author.username}`,
    );
    replace(view, this.#parts(message));
    for (const picture of view.querySelectorAll('img')) picture.addEventListener('load', () => this.#keepAtEnd());
    if (!before) this.#log.append(view);
    this.#shown.set(message.payload.id, { text, view });
  }

  /** A picture grows when it has come. */
  #keepAtEnd(): void {
    if (this.#log.scrollHeight - this.#log.scrollTop - this.#log.clientHeight < 700)
      this.#log.scrollTop = this.#log.scrollHeight;
  }

  #parts(message: MessageView): readonly HTMLElement[] {
    const { payload, isEphemeral, isLoading } = message;
    const { names } = this.#page.place;
    const isUsed = (url: string): boolean => payload.embeds.some(({ image }) => image?.url === url);
    const body = isLoading
      ? [
          el(
            'p',
            { class: 'thinking' },
            el('span', { class: 'dots', 'aria-hidden': 'true' }, '● ● ●'),
            ' Onomancer is thinking…',
          ),
        ]
      : [
          ...(payload.content === '' ? [] : [el('div', { class: 'text' }, ...markdown(payload.content, names))]),
          ...payload.embeds.map((embed) => embedView(embed, names, payload.attachments)),
          ...payload.attachments.filter(({ url }) => !isUsed(url)).map(attachmentView),
          ...controlsView(this.#page, payload),
        ];
    return [
      ...this.#usedCommand(message),
      head(message),
      el('div', { class: 'body' }, ...body, ...this.#reactions(message)),
      ...(isEphemeral ? [el('p', { class: 'only-you' }, '👁 Only you can see this')] : [this.#toolbar(message)]),
    ];
  }

  #usedCommand({ payload }: MessageView): readonly HTMLElement[] {
    if (payload.referenced_message) {
      const { author, content } = payload.referenced_message;
      return [el('p', { class: 'used' }, `↱ ${author.global_name ?? author.username}: ${content.slice(0, 80)}`)];
    }
    const name = payload.interaction?.name;
    const user = payload.interaction_metadata?.user;
    if (name === undefined || !user) return [];
    return [el('p', { class: 'used' }, `↱ ${user.global_name ?? user.username} used `, el('b', {}, `/${name}`))];
  }

  #reactions({ payload, reactions }: MessageView): readonly HTMLElement[] {
    if (reactions.length === 0) return [];
    const views = reactions.map(({ emoji, count, isMine }) =>
      el(
        'button',
        {
          type: 'button',
          class: 'reaction',
          'aria-pressed': String(isMine),
          'aria-label': `${emoji} ${count}, ${isMine ? 'take yours away' : 'add yours'}`,
          'data-focus': `reaction ${emoji}`,
          click: () => void this.#page.act('/do/react', { message: payload.id, emoji, isOn: !isMine }),
        },
        `${emoji} ${count}`,
      ),
    );
    return [el('div', { class: 'reactions' }, ...views)];
  }

  #toolbar({ payload }: MessageView): HTMLElement {
    const { menus } = this.#page.place;
    const react = REACTIONS.map((emoji) =>
      el(
        'button',
        {
          type: 'button',
          'aria-label': `React with ${emoji}`,
          'data-focus': `add ${emoji}`,
          click: () => void this.#page.act('/do/react', { message: payload.id, emoji, isOn: true }),
        },
        emoji,
      ),
    );
    const apps = picker({
      name: 'Apps of this message',
      text: 'Apps',
      isMenu: true,
      options: menus.map((name) => ({ label: name, value: name })),
      focus: 'apps',
      className: 'apps',
      choose: ([name]) => void this.#page.act('/do/menu', { message: payload.id, name }),
    });
    return el(
      'div',
      { class: 'toolbar', role: 'group', 'aria-label': 'React or use an app' },
      ...react,
      ...(menus.length > 0 ? [apps] : []),
    );
  }
}

function head({ payload }: MessageView): HTMLElement {
  const { author } = payload;
  const name = author.global_name ?? author.username;
  return el(
    'p',
    { class: 'head' },
    avatar(author.id, name),
    el('b', {}, name),
    ...(author.bot ? [el('span', { class: 'tag' }, 'APP')] : []),
    el('time', { datetime: payload.timestamp }, when(new Date(payload.timestamp))),
    ...(payload.edited_timestamp === null ? [] : [el('span', { class: 'edited' }, '(edited)')]),
  );
}

/** A circle with the first letter; the colour comes from the id, so that it stays. */
export function avatar(id: string, name: string): HTMLElement {
  const view = el('span', { class: 'avatar', 'aria-hidden': 'true' }, name.slice(0, 1).toUpperCase());
  view.classList.add(`hue${Number(BigInt(id) % 6n)}`);
  return view;
}

function when(at: Date): string {
  const time = at.toLocaleTimeString('en-US', { hour: 'numeric', minute: '2-digit' });
  return at.toDateString() === new Date().toDateString()
    ? `Today at ${time}`
    : `${at.toLocaleDateString('en-US')} ${time}`;
}
