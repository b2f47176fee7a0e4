import type { Tone } from '../../ports/chat.ts';
import type { NoticeKind } from '../../shared/notice-kinds.ts';
import type { PersonalKind } from '../../shared/personal-kinds.ts';

/** What a piece of news is about, for the limits of a channel. Null: this sort of news has no such thing. */
export interface About {
  readonly teams: readonly string[] | null;
  readonly projects: readonly string[] | null;
  readonly labels: readonly string[] | null;
  readonly branches: readonly string[] | null;
}

/** What one person is told of it. */
export interface PersonalNews {
  readonly trackerUserId: string;
  readonly kind: PersonalKind;
  /** Markdown, escaped. */
  readonly line: string;
}

/** One piece of news, before it is decided who hears it. Texts are Markdown, escaped. */
export interface News {
  /** Null: nothing for channels. */
  readonly kind: NoticeKind | null;
  /** News with the same topic that come soon after each other become one message. */
  readonly topic: string;
  readonly title: string;
  readonly url: string | null;
  /** With its sign. */
  readonly line: string;
  readonly tone: Tone;
  readonly about: About;
  readonly personal: readonly PersonalNews[];
  /** Who did it hears nothing of it. */
  readonly actorId: string | null;
}

/** Nothing but a kind and words: the rest of most news. */
export const NO_LIMITS: About = { teams: null, projects: null, labels: null, branches: null };
