import type { Around } from './around.ts';
import { el } from './dom.ts';
import { headView, usedView } from './message-view.ts';
import { sandboxNow } from './sandbox-time.ts';

/** Before this, an answer is so fast that a word about the sending would only flicker. */
const SAY_AFTER_MS = 250;

export interface Note {
  readonly view: HTMLElement;
  /** As whom and where it was sent. */
  readonly as: string;
  readonly channel: string;
  /** The last message that was there before it. */
  readonly after: string;
  readonly at: Date;
  isFailed: boolean;
}

export interface Sent {
  readonly as: string;
  readonly channel: string;
  readonly after: string;
  readonly command: string;
}

/** Commands that were sent and have no message yet: "Sending command…", or why none will come. Only this page has them. */
export class Notes {
  readonly #around: Around;
  readonly #changed: () => void;
  #list: readonly Note[] = [];

  constructor(around: Around, changed: () => void) {
    this.#around = around;
    this.#changed = changed;
  }

  in(as: string, channel: string): readonly Note[] {
    return this.#list.filter((note) => note.as === as && note.channel === channel);
  }

  /** Returns what ends it: `failed` when the bot did not answer. */
  sending(sent: Sent): (end: 'done' | 'failed') => void {
    const view = el('article', { class: 'message ephemeral', 'aria-label': `${sent.command}, not answered yet` });
    const note: Note = { ...sent, view, at: sandboxNow(), isFailed: false };
    const timer = setTimeout(() => {
      view.replaceChildren(...this.#parts(note, sent.command, el('p', { class: 'thinking' }, 'Sending command…')));
      this.#add(note);
    }, SAY_AFTER_MS);
    return (end) => {
      clearTimeout(timer);
      if (end === 'done') {
        this.#remove(note);
        return;
      }
      note.isFailed = true;
      const said = el('p', { class: 'failed' }, 'The application did not respond');
      view.replaceChildren(...this.#parts(note, sent.command, said), this.#dismissView(note));
      this.#remove(note);
      this.#add(note);
    };
  }

  /** A message came: what is still being sent is answered. */
  answered(as: string, channel: string): void {
    this.#list = this.#list.filter((note) => note.isFailed || note.as !== as || note.channel !== channel);
  }

  #parts(note: Note, command: string, said: HTMLElement): readonly HTMLElement[] {
    const { people, botId, names } = this.#around.place;
    const me = people.find(({ name }) => name === note.as);
    const author = {
      id: botId,
      username: names[botId] ?? 'Bot',
      global_name: null,
      bot: true,
      discriminator: '0',
      avatar: null,
    };
    return [
      ...(me ? [usedView(this.#around, { id: me.id, name: me.displayName }, command)] : []),
      headView(this.#around, { author, at: note.at }),
      el('div', { class: 'body' }, said),
    ];
  }

  #dismissView(note: Note): HTMLElement {
    return el(
      'p',
      { class: 'only-you' },
      el('span', { 'aria-hidden': 'true' }, '👁 '),
      'Only you can see this • ',
      el('button', { type: 'button', class: 'as-link', click: () => this.#remove(note) }, 'Dismiss message'),
    );
  }

  #add(note: Note): void {
    this.#list = [...this.#list, note];
    this.#changed();
  }

  #remove(note: Note): void {
    if (!this.#list.includes(note)) return;
    this.#list = this.#list.filter((one) => one !== note);
    this.#changed();
  }
}
