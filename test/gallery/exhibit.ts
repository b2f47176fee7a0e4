import type { APIMessage } from 'discord-api-types/v10';
import { type Modal } from '../../sandbox/discord/rest/schema/callback.ts';
import type { Area, DataClass } from './entry.ts';

/** A piece as the page gets it: what Discord would have taken, and what is wrong with it. */
export type Shown =
  | {
      readonly kind: 'message';
      readonly payload: APIMessage;
      readonly isEphemeral: boolean;
      readonly place: string | null;
    }
  | { readonly kind: 'form'; readonly modal: Modal }
  | { readonly kind: 'suggestions'; readonly line: string; readonly names: readonly string[] }
  | { readonly kind: 'picture'; readonly url: string; readonly alt: string }
  /** Discord would have refused it. */
  | { readonly kind: 'refused'; readonly why: string };

/** Parts of Discord that an exhibit shows, to choose by. */
export const KINDS = ['message', 'ephemeral', 'embed', 'buttons', 'select', 'form', 'suggestions', 'picture'] as const;
export type Kind = (typeof KINDS)[number];

/** An entry of the gallery, made. */
export interface Exhibit {
  readonly id: string;
  readonly name: string;
  readonly area: Area;
  readonly data: DataClass;
  readonly kinds: readonly Kind[];
  readonly shown: readonly Shown[];
  /** Discord's limits, the rules of mentions, and our own rules, where they are broken. */
  readonly breaches: readonly string[];
}

/** Everything that the page needs. */
export interface Collection {
  /** The moment in which all of it is said; ISO 8601. */
  readonly now: string;
  readonly exhibits: readonly Exhibit[];
  readonly areas: Readonly<Record<Area, string>>;
  readonly names: Readonly<Record<string, string>>;
  /** Each picture once, as a data URL, by the name that messages have for it. */
  readonly pictures: Readonly<Record<string, string>>;
}
