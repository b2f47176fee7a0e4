import type { Choice, Reply } from './chat.ts';

/** Who asked, as the chat vouches for it. Which audiences that makes them is decided by the guard. */
export interface Member {
  readonly userId: string;
  readonly name: string;
  readonly roleIds: readonly string[];
  /** Owner of the server or holder of its Administrator permission. */
  readonly isAdministrator: boolean;
}

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

export type Incoming = IncomingCommand | IncomingSuggest | IncomingPress;

/**
 * What the chat said to an acknowledgement. `already` means that an earlier process of ours (or an attempt whose answer
 * got lost) had acknowledged it; `too-late` that the chat has given up and told the person so.
 */
export type Acknowledged = 'accepted' | 'already' | 'too-late';

/** The ways to answer one interaction. Each call retries within its means; what is left throws `AppError`. */
export interface Answering {
  /** "Thinking…": the answer follows by `finish`. A press has no such sign, its message just stays until `finish`. */
  acknowledge(isPrivate: boolean): Promise<Acknowledged>;
  /** Acknowledges and answers in one. */
  answer(reply: Reply, isPrivate: boolean): Promise<Acknowledged>;
  /** A private note, also for a press, whose message then stays as it is. */
  note(reply: Reply): Promise<Acknowledged>;
  /** Puts the answer where "thinking…" (or the pressed button's message) was. */
  finish(reply: Reply): Promise<void>;
  /** A private message beside the (acknowledged) interaction: how a press fails without spoiling its message. */
  tell(reply: Reply): Promise<void>;
  /** Says that it takes longer; `finish` replaces it. */
  progress(text: string): Promise<void>;
  suggest(choices: readonly Choice[]): Promise<void>;
  /** After `already`: is the person still waiting for the answer? */
  isUnanswered(): Promise<boolean>;
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
