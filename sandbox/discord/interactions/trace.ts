import type { SandboxMessage } from '../world/message.ts';

/** `menu`: a command in the menu of a message. */
export type InteractionKind = 'command' | 'menu' | 'autocomplete' | 'component' | 'modal';

/** Everything that the bot did with one interaction, with times, so that a test can say "answered once, never twice". */
export interface InteractionTrace {
  readonly id: string;
  readonly kind: InteractionKind;
  /** For components and modals: the name of the command whose reply they belong to, when there is one. */
  readonly commandName: string | null;
  /** Of the pressed button, the select or the modal. */
  readonly customId: string | null;
  readonly userId: string;
  readonly channelId: string;
  readonly createdAt: Date;
  readonly acknowledgedAt: Date | null;
  /** Milliseconds from creation to acknowledgement, by a clock that only goes forward. */
  readonly acknowledgedMs: number | null;
  /** Milliseconds from creation to the first answer that is not "thinking…". */
  readonly answeredMs: number | null;
  /** True when nobody acknowledged within Discord's deadline. */
  readonly isExpired: boolean;
  /** Accepted callbacks; Discord takes at most one. */
  readonly callbacks: readonly { readonly at: Date; readonly type: number }[];
  readonly rejectedCallbacks: readonly { readonly at: Date; readonly type: number | null; readonly code: number }[];
  /** Edits of the original reply; `wasLoading` for the one that replaced "thinking…". */
  readonly edits: readonly { readonly at: Date; readonly wasLoading: boolean }[];
  readonly followUps: readonly { readonly at: Date; readonly messageId: string }[];
  /** The original reply as it is now; null while there is none. */
  readonly finalMessage: SandboxMessage | null;
}
