/**
 * What we say in chat, without knowing whose chat it is. Features build these; the Discord adapter renders them within
 * Discord's limits, so a feature may be generous: text that is too long is fitted, never refused.
 */
import type { Picture } from './pictures.ts';

/** The colour of a card says how things stand; the words always say it too. */
export type Tone = 'neutral' | 'good' | 'attention' | 'bad';

export interface CardField {
  readonly name: string;
  /** Markdown; use `escapeMarkdown` for text from outside. */
  readonly value: string;
  readonly isInline?: boolean;
}

export interface Card {
  readonly title?: string;
  /** Where the title leads. */
  readonly url?: string;
  /** Markdown. */
  readonly text?: string;
  readonly fields?: readonly CardField[];
  readonly footer?: string;
  readonly tone?: Tone;
}

export type Button =
  | {
      readonly kind: 'action';
      /** `<command name>:<whatever the command needs>`; at most 100 characters. It comes back in `press`. */
      readonly id: string;
      readonly label: string;
      readonly style?: 'primary' | 'secondary' | 'danger';
      readonly isDisabled?: boolean;
    }
  | { readonly kind: 'link'; readonly url: string; readonly label: string };

export interface Reply {
  /** Markdown, above the cards. */
  readonly text?: string;
  readonly cards?: readonly Card[];
  /** Rows of at most 5 buttons, at most 5 rows. */
  readonly buttons?: readonly (readonly Button[])[];
  /**
   * At most 10, drawn when the reply is sent; the first one stands inside the last card. A picture that cannot be drawn
   * is left out, and a line says so.
   */
  readonly pictures?: readonly Picture[];
}

/** One suggestion while somebody types an option. */
export interface Choice {
  readonly name: string;
  readonly value: string;
}
