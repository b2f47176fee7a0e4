import type { APIMessage } from 'discord-api-types/v10';
import type { Modal } from '../discord/rest/schema/callback.ts';

/** What the console's server tells the page, and what the page asks of it; both sides are typed by this file. */

export interface PersonView {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly roles: readonly string[];
}

/** A role of the server. */
export interface RoleView {
  readonly id: string;
  readonly name: string;
  /** 0xRRGGBB; 0 has none. */
  readonly color: number;
  /** Shown as a group of its own among the members. */
  readonly isHoisted: boolean;
  readonly memberIds: readonly string[];
}

export interface ChannelView {
  readonly id: string;
  readonly kind: 'text' | 'thread' | 'dm';
  readonly name: string;
  readonly topic: string;
  /** The channel under which a thread hangs. */
  readonly parentId: string | null;
  readonly lastMessageId: string | null;
  readonly mayWrite: boolean;
}

/** The server as one member sees it. */
export interface PlaceView {
  readonly guild: string;
  readonly botId: string;
  readonly people: readonly PersonView[];
  /** The highest first, without @everyone. */
  readonly roles: readonly RoleView[];
  readonly channels: readonly ChannelView[];
  /** Names by the id that mentions carry, of everybody and everything that is there. */
  readonly names: Readonly<Record<string, string>>;
  /** Commands in the menu of a message. */
  readonly menus: readonly string[];
  /** Commands in the menu of a member. */
  readonly memberMenus: readonly string[];
}

export interface MessageView {
  readonly payload: APIMessage;
  readonly isEphemeral: boolean;
  readonly isLoading: boolean;
  readonly reactions: readonly { readonly emoji: string; readonly count: number; readonly isMine: boolean }[];
}

export interface BoardView {
  readonly team: string;
  readonly states: readonly string[];
  readonly issues: readonly BoardIssue[];
}

export interface BoardIssue {
  readonly key: string;
  readonly title: string;
  readonly state: string;
  readonly assignee: string | null;
}

export interface HealthView {
  readonly bot: 'starting' | 'running' | 'ended';
  readonly connections: number;
  /** What is broken, by the number by which it is mended. */
  readonly faults: readonly { readonly number: number; readonly text: string }[];
}

export interface ClockView {
  /** How far the sandbox's clock is ahead of the machine's, which the page shares. */
  readonly aheadMs: number;
}

/** One request or gateway frame, in a line. */
export interface TrafficView {
  readonly number: number;
  readonly at: string;
  readonly service: string;
  readonly what: string;
  readonly status: number;
  readonly detail: string;
}

/** The events of the stream, by name. */
export interface StreamEvents {
  readonly place: PlaceView;
  readonly messages: readonly MessageView[];
  readonly board: BoardView;
  readonly health: HealthView;
  readonly clock: ClockView;
  readonly traffic: readonly TrafficView[];
}

/** What a person reads at once after something was done; what the bot answers arrives in the stream. */
export type DoneView =
  | { readonly kind: 'done' }
  /** It was not sent: why. */
  | { readonly kind: 'problem'; readonly problem: string }
  /** It was sent, and the bot did not acknowledge it in time. */
  | { readonly kind: 'failed' }
  | { readonly kind: 'form'; readonly interactionId: string; readonly modal: Modal };
