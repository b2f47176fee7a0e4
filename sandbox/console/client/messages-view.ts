import type { MessageView } from '../protocol.ts';
import { el } from './dom.ts';
import { authorName, drawMessage, fillMessage } from './message-view.ts';
import { Notes, type Sent } from './notes.ts';
import type { Page } from './page.ts';
import { Scroll } from './scroll.ts';
import { longDay, stamp } from './time.ts';

/** Discord puts messages of one author together that come within this time. */
const TOGETHER_MS = 7 * 60_000;
const READ_ALOUD_CHARACTERS = 240;

const FIRST_STEP = 'Type / to see what the bot can do; try /show-sprint.';

interface Shown {
  readonly text: string;
  readonly view: HTMLElement;
  readonly isLoading: boolean;
}

/** The messages of the channel; only those that changed are made anew, so that the focus and open lists stay. */
export class MessagesView {
  readonly notes: Notes;
  readonly #page: Page;
  readonly #log: HTMLElement;
  readonly #aloud: HTMLElement;
  readonly #scroll: Scroll;
  readonly #dismissed = new Set<string>();
  #shown = new Map<string, Shown>();
  #messages: readonly MessageView[] = [];
  #isFirst = true;
  /** The last message that was read before this visit; what came after stands under "New". */
  #readUntil: string | null = null;

  constructor(
    page: Page,
    parts: { readonly log: HTMLElement; readonly aloud: HTMLElement; readonly jump: HTMLElement },
  ) {
    this.#page = page;
    this.#log = parts.log;
    this.#aloud = parts.aloud;
    this.#scroll = new Scroll(parts.log, parts.jump);
    this.notes = new Notes(page, () => {
      this.#draw();
      this.#scroll.keep();
    });
  }

  /** Another channel or another reader; `readUntil` is what that reader has seen of it. */
  clear(readUntil: string | null): void {
    this.#shown.clear();
    this.#messages = [];
    this.#isFirst = true;
    this.#readUntil = readUntil;
    this.#log.replaceChildren();
  }

  /** Only the page forgets it; a message that only one person sees is gone with that, as in Discord. */
  dismiss(id: string): void {
    this.#dismissed.add(id);
    this.#draw();
    this.#scroll.keep();
  }

  /** Draws what stands around messages again: roles, menus, failures. */
  redraw(): void {
    this.#draw();
  }

  show(messages: readonly MessageView[]): void {
    const before = this.#shown;
    this.#messages = messages;
    const { as, channel } = this.#page;
    const fresh = messages.filter(({ payload, isLoading }) => {
      const one = before.get(payload.id);
      return !one || (one.isLoading && !isLoading);
    });
    if (fresh.some((message) => this.#isMine(message))) this.notes.answered(as, channel);
    this.#draw();
    this.#place(fresh);
    if (!this.#isFirst) this.#sayAloud(fresh);
    this.#isFirst = false;
  }

  sent(command: string): (end: 'done' | 'failed') => void {
    const { as, channel } = this.#page;
    const sent: Sent = { as, channel, command, after: this.#messages.at(-1)?.payload.id ?? '' };
    return this.notes.sending(sent);
  }

  #place(fresh: readonly MessageView[]): void {
    const answer = this.#isFirst ? undefined : fresh.findLast((message) => this.#isMine(message));
    const view = answer && this.#shown.get(answer.payload.id)?.view;
    if (this.#isFirst) this.#scroll.toEnd();
    else if (view) this.#scroll.toAnswer(view);
    else this.#scroll.keep();
  }

  /** The answer to what the reader did, or what the reader wrote. */
  #isMine({ payload, isEphemeral }: MessageView): boolean {
    const me = this.#page.place.people.find(({ name }) => name === this.#page.as)?.id;
    return isEphemeral || payload.author.id === me || payload.interaction_metadata?.user.id === me;
  }

  #draw(): void {
    const shown = new Map<string, Shown>();
    const { as, channel } = this.#page;
    const notes = [...this.notes.in(as, channel)];
    const takeNotes = (isDue: (after: string) => boolean): readonly HTMLElement[] => {
      const due = notes.filter(({ after }) => isDue(after));
      for (const one of due) notes.splice(notes.indexOf(one), 1);
      return due.map(({ view }) => view);
    };
    const views = takeNotes((after) => after === '');
    const wanted: HTMLElement[] = [...this.#welcome(shown), ...views];
    let above: MessageView | null = null;
    let isNewSaid = false;
    for (const message of this.#messages.filter(({ payload }) => !this.#dismissed.has(payload.id))) {
      const { id } = message.payload;
      const isNewDay = !above || dayOf(above) !== dayOf(message);
      const isNew = !isNewSaid && this.#readUntil !== null && isAfter(id, this.#readUntil) && !this.#isMine(message);
      if (isNew) isNewSaid = true;
      if (isNewDay || isNew) wanted.push(this.#divider(message, { isNewDay, isNew }, shown));
      const isContinued = !isNewDay && !isNew && above !== null && continues(above, message);
      wanted.push(this.#message(message, isContinued, shown));
      wanted.push(...takeNotes((after) => after === id));
      above = message;
    }
    wanted.push(...takeNotes(() => true));
    this.#shown = shown;
    settle(this.#log, wanted);
  }

  /** Where the channel begins, Discord says so; here it also says what one could do first. */
  #welcome(shown: Map<string, Shown>): readonly HTMLElement[] {
    const channel = this.#page.place.channels.find(({ id }) => id === this.#page.channel);
    if (!channel) return [];
    const [title, start] =
      channel.kind === 'dm'
        ? [channel.name, `This is the beginning of your direct message history with ${channel.name}.`]
        : [`Welcome to #${channel.name}!`, `This is the start of the #${channel.name} channel.`];
    const view =
      this.#shown.get('welcome')?.view ??
      el('div', { class: 'welcome' }, el('p', { class: 'title' }, title), el('p', {}, `${start} ${FIRST_STEP}`));
    shown.set('welcome', { text: '', view, isLoading: false });
    return [view];
  }

  #message(message: MessageView, isContinued: boolean, shown: Map<string, Shown>): HTMLElement {
    const { id, timestamp } = message.payload;
    const { place } = this.#page;
    // "Today" becomes "Yesterday" at midnight, and when the clock is set forward.
    const time = stamp(new Date(timestamp));
    const text = JSON.stringify([message, isContinued, place.menus, place.roles, this.#page.failureOf(id), time]);
    const before = this.#shown.get(id);
    const view = before?.view ?? drawMessage(this.#page, message, { isContinued });
    if (before?.text !== text) {
      if (before) fillMessage(view, { around: this.#page, message, placed: { isContinued } });
      for (const picture of view.querySelectorAll('img')) picture.addEventListener('load', () => this.#scroll.keep());
    }
    shown.set(id, { text, view, isLoading: message.isLoading });
    return view;
  }

  #divider(
    message: MessageView,
    { isNewDay, isNew }: { isNewDay: boolean; isNew: boolean },
    shown: Map<string, Shown>,
  ): HTMLElement {
    const day = isNewDay ? longDay(new Date(message.payload.timestamp)) : '';
    const key = `divider ${day} ${isNew}`;
    const before = this.#shown.get(key);
    const inside = [
      ...(isNewDay ? [el('span', { class: 'day' }, day)] : []),
      ...(isNew ? [el('span', { class: 'new' }, 'New')] : []),
    ];
    const name = [day, isNew ? 'new messages' : ''].filter(Boolean).join(', ');
    const view =
      before?.view ??
      el('div', { class: `divider ${isNew ? 'is-new' : ''}`, role: 'separator', 'aria-label': name }, ...inside);
    shown.set(key, { text: key, view, isLoading: false });
    return view;
  }

  /** A short word on what came: a live log would read every button of every message. */
  #sayAloud(fresh: readonly MessageView[]): void {
    const said = fresh.map((message) => {
      const { payload, isLoading, isEphemeral } = message;
      if (isLoading) return `${authorName(payload)} is thinking`;
      const text = this.#shown.get(payload.id)?.view.querySelector('.body')?.textContent ?? '';
      return `${authorName(payload)}${isEphemeral ? ', only to you' : ''}: ${text.slice(0, READ_ALOUD_CHARACTERS)}`;
    });
    if (said.length > 0) this.#aloud.textContent = said.join('. ');
  }
}

const dayOf = ({ payload }: MessageView): string => new Date(payload.timestamp).toDateString();

/** Ids of Discord grow with time; a longer one is later. */
export const isAfter = (one: string, other: string): boolean =>
  one.length === other.length ? one > other : one.length > other.length;

function continues(above: MessageView, message: MessageView): boolean {
  const { payload } = message;
  const isReply = payload.interaction_metadata !== undefined || Boolean(payload.referenced_message);
  const passedMs = Date.parse(payload.timestamp) - Date.parse(above.payload.timestamp);
  return (
    !isReply &&
    above.payload.author.id === payload.author.id &&
    above.isEphemeral === message.isEphemeral &&
    passedMs < TOGETHER_MS
  );
}

/** Puts the children in order, and touches only those that are not in their place. */
function settle(parent: HTMLElement, wanted: readonly HTMLElement[]): void {
  const keep = new Set<Element>(wanted);
  for (const child of Array.from(parent.children)) if (!keep.has(child)) child.remove();
  for (const [index, view] of wanted.entries()) {
    const there = parent.children[index];
    if (there !== view) parent.insertBefore(view, there ?? null);
  }
}
