/** A message as people see it in the chat. Everything in it is text from outside. */
export interface ChatMessage {
  readonly id: string;
  readonly channelId: string;
  /** Null in a direct message. */
  readonly guildId: string | null;
  readonly author: { readonly id: string; readonly name: string; readonly isBot: boolean };
  /** Empty also when the bot may not read it: `isReadable` says so. */
  readonly content: string;
  /** False when the chat hides contents from this bot (Discord: the Message Content switch is off). */
  readonly isReadable: boolean;
  readonly createdAt: Date;
  /** Opens the message in the chat. */
  readonly url: string;
  readonly attachments: readonly {
    readonly name: string;
    readonly url: string;
    readonly contentType: string | null;
    readonly sizeBytes: number;
  }[];
  /** What it answers to. */
  readonly replyTo: { readonly author: string; readonly content: string } | null;
  /** The thread that it stands in. */
  readonly threadName: string | null;
}

/** Where one of our messages stands. */
export interface SentMessage {
  readonly channelId: string;
  readonly messageId: string;
}
