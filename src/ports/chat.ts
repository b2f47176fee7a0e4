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

export interface SelectOption {
  /** At most 100 characters, as are `value` and `description`; labels and descriptions are cut, a value comes back as it is. */
  readonly label: string;
  readonly value: string;
  readonly description?: string;
  /** Chosen when the person has not touched the select yet. */
  readonly isDefault?: boolean;
}

/** A list to choose from. */
export interface Select {
  readonly kind: 'select';
  /** `<command name>:<whatever the command needs>`; at most 100 characters. It comes back in `pick`. */
  readonly id: string;
  readonly placeholder: string;
  /** 1 to 25, each value once. */
  readonly options: readonly SelectOption[];
  /** How many may be chosen. */
  readonly min: number;
  readonly max: number;
}

export interface FormField {
  /** Comes back as a key of `texts` or `choices`; at most 100 characters. */
  readonly id: string;
  /** At most 45 characters. */
  readonly label: string;
  /** Small, below the label; at most 100 characters. */
  readonly description?: string;
  /** One line, several lines, or a list to choose from. */
  readonly kind: 'short' | 'long' | 'select';
  /** What stands there already, in lines to type. */
  readonly value?: string;
  readonly placeholder?: string;
  readonly isRequired: boolean;
  /** In lines to type; at most 4,000. */
  readonly maxChars: number;
  /** For lists only. */
  readonly options?: readonly SelectOption[];
  /** For lists only: how many may be chosen; default 1. */
  readonly maxChoices?: number;
}

/** A window with fields to fill in. Discord shows one only as the very first answer. */
export interface Form {
  /** `<command name>:<whatever the command needs>`; at most 100 characters. It comes back in `submit`. */
  readonly id: string;
  /** At most 45 characters. */
  readonly title: string;
  /** 1 to 5. */
  readonly fields: readonly FormField[];
}

export interface Reply {
  /** Markdown, above the cards. */
  readonly text?: string;
  readonly cards?: readonly Card[];
  /** One row each, above the buttons; together at most 5 rows. */
  readonly selects?: readonly Select[];
  /** Rows of at most 5 buttons, at most 5 rows. */
  readonly buttons?: readonly (readonly Button[])[];
  /**
   * At most 10, drawn when the reply is sent; the first one stands inside the last card. A picture that cannot be drawn
   * is left out, and a line says so.
   */
  readonly pictures?: readonly Picture[];
  /** Texts that are too long to be shown, as files beside the pictures; together at most 10. */
  readonly files?: readonly { readonly name: string; readonly text: string }[];
  /**
   * For what was done on a message of ours: `replace` (as when nothing is said) puts the reply in its place, `private`
   * answers beside it, for the person alone. Where it is known before, `Command.answersBeside` is better.
   */
  readonly placement?: 'replace' | 'private';
  /** What was changed outside by answering: kept in the audit log, not shown. */
  readonly changed?: Changed;
}

/** For the audit log: words and ids of ours, never free text from people. */
export interface Changed {
  /** `issue-assigned`. */
  readonly action: string;
  /** `ENG-12`. */
  readonly subject: string;
  readonly detail?: Readonly<Record<string, string | number | boolean | null>>;
}

/** One suggestion while somebody types an option. */
export interface Choice {
  readonly name: string;
  readonly value: string;
}
