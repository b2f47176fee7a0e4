/** What the local Discord knows, independent of how the API shows it. */

export interface WorldUser {
  readonly id: string;
  /** Unique: what one types after `--as`. */
  readonly name: string;
  readonly displayName: string;
  readonly isBot: boolean;
}

export interface WorldRole {
  readonly id: string;
  readonly name: string;
  readonly color: number;
  readonly permissions: bigint;
  readonly position: number;
  readonly isHoisted: boolean;
  readonly isMentionable: boolean;
  /** Set for the role that Discord makes for a bot. */
  readonly botId?: string;
}

export interface Overwrite {
  readonly id: string;
  readonly kind: 'role' | 'member';
  readonly allow: bigint;
  readonly deny: bigint;
}

interface ChannelCommon {
  readonly id: string;
  lastMessageId: string | null;
}

export interface TextChannel extends ChannelCommon {
  readonly kind: 'text';
  readonly name: string;
  readonly topic: string | null;
  readonly position: number;
  readonly overwrites: readonly Overwrite[];
}

export interface ThreadChannel extends ChannelCommon {
  readonly kind: 'thread';
  readonly name: string;
  readonly parentId: string;
  readonly ownerId: string;
  readonly createdAt: Date;
  readonly autoArchiveMinutes: 60 | 1440 | 4320 | 10080;
  readonly memberIds: Set<string>;
  messageCount: number;
}

export interface DirectChannel extends ChannelCommon {
  readonly kind: 'dm';
  /** The person on the other side; the bot is always on this one. */
  readonly recipientId: string;
}

export type WorldChannel = TextChannel | ThreadChannel | DirectChannel;

export interface WorldMember {
  readonly userId: string;
  readonly roleIds: readonly string[];
  readonly joinedAt: Date;
}

export interface WorldSeed {
  readonly guild: { readonly id: string; readonly name: string; readonly ownerId: string };
  readonly applicationId: string;
  readonly applicationName: string;
  readonly users: readonly WorldUser[];
  readonly roles: readonly WorldRole[];
  readonly channels: readonly WorldChannel[];
  readonly members: readonly WorldMember[];
  readonly greetings: readonly { readonly channelId: string; readonly authorId: string; readonly text: string }[];
}
