import type { Changes } from './changes.ts';
import type { Quota } from './rate-limit.ts';
import type { LinearStore } from './store.ts';

/** What every field can reach while one request is answered. */
export interface Answering {
  readonly store: LinearStore;
  readonly quota: Quota;
  readonly changes: Changes;
  readonly newId: () => string;
  /** The user who does what is asked: for requests the owner of the API key. */
  readonly actorId: string;
}

export type Arguments = Readonly<Record<string, unknown>>;

/** How one field of a type is found: its row, the field's arguments, the rest. */
export type Resolve<T> = (row: T, args: Arguments, answering: Answering) => unknown;

/** The fields of one type that are not simply a property of its row. */
export type Resolvers<T> = Readonly<Record<string, Resolve<T>>>;

// Rows of different types meet in the table of types; each entry is written against its own row type.
export type AnyResolvers = Resolvers<never>;
