import type { Choice, Form, Reply } from './chat.ts';
import type { ChatMessage } from './chat-channel.ts';
import type { Member, MenuMember } from './member.ts';

interface IncomingBase {
  /** Unique for ever: the key of exactly-once. */
  readonly id: string;
  readonly receivedAt: Date;
  /** When the person did it, as the chat says. */
  readonly createdAt: Date;
  readonly member: Member;
  readonly guildId: string | null;
  readonly channelId: string;
  readonly command: string;
}

export interface IncomingCommand extends IncomingBase {
  readonly kind: 'command';
  readonly options: Readonly<Record<string, string | number | boolean>>;
}

/** Somebody is typing `option` and wants suggestions. */
export interface IncomingSuggest extends IncomingBase {
  readonly kind: 'suggest';
  readonly options: Readonly<Record<string, string | number | boolean>>;
  readonly option: string;
  readonly typed: string;
}

export interface IncomingPress extends IncomingBase {
  readonly kind: 'press';
  /** The button's id without the command name and colon. */
  readonly buttonId: string;
}

export interface IncomingPick extends IncomingBase {
  readonly kind: 'pick';
  /** As `buttonId`. */
  readonly selectId: string;
  readonly values: readonly string[];
}

/** Somebody used a command in the menu of a message: `command` is its name there. */
export interface IncomingMenu extends IncomingBase {
  readonly kind: 'menu';
  readonly target: ChatMessage;
}

/** Somebody used a command in the menu of a member: `command` is its name there. */
export interface IncomingMemberMenu extends IncomingBase {
  readonly kind: 'member-menu';
  readonly target: MenuMember;
}

export interface IncomingSubmit extends IncomingBase {
  readonly kind: 'submit';
  /** As `buttonId`. */
  readonly formId: string;
  readonly texts: Readonly<Record<string, string>>;
  readonly choices: Readonly<Record<string, readonly string[]>>;
  /** True when a button or select of a message opened the form. */
  readonly hasMessage: boolean;
}

/** What somebody does and gets an answer to. */
export type IncomingTurn =
  | IncomingCommand
  | IncomingMenu
  | IncomingMemberMenu
  | IncomingPress
  | IncomingPick
  | IncomingSubmit;

export type Incoming = IncomingTurn | IncomingSuggest;

/** Was it done on a message of ours, so that the answer can go into its place? */
export function isOnMessage(incoming: Incoming): boolean {
  return incoming.kind === 'press' || incoming.kind === 'pick' || (incoming.kind === 'submit' && incoming.hasMessage);
}

/**
 * What the chat said to an acknowledgement. `already` means that an earlier process of ours (or an attempt whose answer
 * got lost) had acknowledged it; `too-late` that the chat has given up and told the person so.
 */
export type Acknowledged = 'accepted' | 'already' | 'too-late';

/**
 * Where the answer goes: into a message of its own, for all or for the person alone, or into the place of the message
 * that has the button.
 */
export type AnswerPlace = 'public' | 'private' | 'in-place';

/** The ways to answer one interaction. Each call retries within its means; what is left throws `AppError`. */
export interface Answering {
  /** "Thinking…": the answer follows by `finish`. In place there is no such sign, the message just stays until `finish`. */
  acknowledge(place: AnswerPlace): Promise<Acknowledged>;
  /** Acknowledges and answers in one. */
  answer(reply: Reply, isPrivate: boolean): Promise<Acknowledged>;
  /** Answers with a form to fill in; what is sent comes as an interaction of its own. */
  openForm(form: Form): Promise<Acknowledged>;
  /** A private note, also for a press, whose message then stays as it is. */
  note(reply: Reply): Promise<Acknowledged>;
  /** Puts the answer where "thinking…" (or the message that has the button) was. */
  finish(reply: Reply): Promise<void>;
  /** A private message beside the (acknowledged) interaction: how a press fails without spoiling its message. */
  tell(reply: Reply): Promise<void>;
  /** Says that it takes longer; `finish` replaces it. */
  progress(text: string): Promise<void>;
  suggest(choices: readonly Choice[]): Promise<void>;
  /** After `already`: is the person still waiting for the answer? `place`: where it was to go. */
  isUnanswered(place: AnswerPlace): Promise<boolean>;
}

/** An interaction with the means to answer it, and what is needed to take it up again after a crash. */
export interface Arrival {
  readonly incoming: Incoming;
  readonly answering: Answering;
  /** Discord's reply token: secret, good for 15 minutes. */
  readonly token: string;
  /** JSON, enough for `revive`. */
  readonly payload: string;
}
