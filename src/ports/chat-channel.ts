/** Where one of our messages stands. */
export interface SentMessage {
  readonly channelId: string;
  readonly messageId: string;
}
