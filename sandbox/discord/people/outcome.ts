import type { Modal } from '../rest/schema/callback.ts';
import type { SandboxMessage } from '../world/message.ts';

/** What came of it when a person used a command, a button, a select or a modal. */
export type Outcome =
  | {
      readonly kind: 'answered';
      readonly interactionId: string;
      readonly message: SandboxMessage;
      /** Milliseconds from sending to the acknowledgement and to the first answer that is not "thinking…". */
      readonly acknowledgedMs: number;
      readonly answeredMs: number;
    }
  /** The bot opened a form: fill it in with `submit`. */
  | { readonly kind: 'form'; readonly interactionId: string; readonly modal: Modal; readonly acknowledgedMs: number }
  /** "The application did not respond". */
  | { readonly kind: 'not-acknowledged'; readonly interactionId: string }
  /** Acknowledged, but nothing more came in the time that the person was ready to wait. Null: nothing to see at all. */
  | { readonly kind: 'unfinished'; readonly interactionId: string; readonly message: SandboxMessage | null }
  /** Discord's own client does not even send this. */
  | { readonly kind: 'refused'; readonly problem: string };

/** One line of what could come next while somebody types a command. */
export interface Suggestion {
  readonly kind: 'command' | 'option' | 'choice';
  /** What the person sees. */
  readonly name: string;
  readonly description: string;
  /** An option without which the command cannot be sent. */
  readonly isRequired?: boolean;
  /** For choices: what the bot gets. */
  readonly value?: string | number;
  /** The whole line when the suggestion is taken. */
  readonly line: string;
}
