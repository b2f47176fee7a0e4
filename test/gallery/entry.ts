import type { Choice, Form, Reply } from '../../src/ports/chat.ts';
import type { Picture } from '../../src/ports/pictures.ts';

/** What is in what is shown: as on most days, nothing, the most that can be, what wants to break it. */
export const DATA_CLASSES = ['typical', 'empty', 'extreme', 'hostile'] as const;
export type DataClass = (typeof DATA_CLASSES)[number];

/** The parts of the gallery, in the order in which it is read. */
export const AREAS = {
  questions: 'Commands: what is answered when somebody asks',
  controls: 'Buttons, selects, forms sent and the menu of messages',
  forms: 'Forms that open',
  suggestions: 'Suggestions while somebody types',
  refusals: 'Who may not, who is too fast, what cannot be done',
  errors: 'Errors that people can meet',
  notices: 'Notices in channels and direct messages',
  digests: 'Digests',
  pictures: 'Pictures, on a dark and on a light Discord, on a computer and on a phone',
} as const;
export type Area = keyof typeof AREAS;

/** One thing that somebody sees. */
export type Piece =
  | {
      readonly kind: 'message';
      readonly reply: Reply;
      /** Only the person sees it. */
      readonly isPrivate: boolean;
      /** The command that it answers. */
      readonly line?: string;
      /** Where it stands, when it is no answer. */
      readonly place?: string;
    }
  | { readonly kind: 'form'; readonly form: Form }
  | { readonly kind: 'suggestions'; readonly line: string; readonly choices: readonly Choice[] }
  | { readonly kind: 'picture'; readonly picture: Picture };

export interface Entry {
  /** What it shows, in few words; unique in its area and class: `show-sprint, past`. */
  readonly name: string;
  readonly area: Area;
  readonly data: DataClass;
  /** Made with the product's own code; tells `seen` what of the product's tables it shows. */
  make(seen: Seen): Promise<readonly Piece[]>;
}

/** Rows of the product's tables that were shown: `command:help`, `notice:issue-done`. */
export class Seen {
  readonly #tags = new Set<string>();

  add(...tags: readonly string[]): void {
    for (const tag of tags) this.#tags.add(tag);
  }

  has(tag: string): boolean {
    return this.#tags.has(tag);
  }
}
