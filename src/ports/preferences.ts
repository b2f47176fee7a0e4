import { PERSONAL_KIND_NAMES, PERSONAL_KINDS, type PersonalKind } from '../shared/personal-kinds.ts';
import { nextAt, wallTime } from '../shared/zoned-time.ts';

/** When somebody wants to hear of a kind of news. */
export type WhenToTell = 'now' | 'summary' | 'never';

/** What one member wants to be told by direct message, and when. */
export interface Preferences {
  readonly kinds: Readonly<Record<PersonalKind, WhenToTell>>;
  /** IANA name. */
  readonly timeZone: string;
  /** `HH:MM` to `HH:MM`, may pass midnight: direct messages wait until its end. Null: none. */
  readonly quiet: { readonly from: string; readonly until: string } | null;
  /** `HH:MM`: when the daily summary comes. */
  readonly summaryAt: string;
}

export const DEFAULT_PREFERENCES: Preferences = {
  kinds: Object.fromEntries(PERSONAL_KIND_NAMES.map((kind) => [kind, PERSONAL_KINDS[kind].usually])) as Record<
    PersonalKind,
    WhenToTell
  >,
  timeZone: 'UTC',
  quiet: null,
  summaryAt: '09:00',
};

/** What members have chosen. Throws `STORE_…`. */
export interface PreferenceStore {
  /** The defaults for whoever never chose. */
  of(discordUserId: string): Promise<Preferences>;
  save(discordUserId: string, preferences: Preferences, now: Date): Promise<void>;
}

/** When a piece of news goes out: at once, at a later moment, with the others of its summary, or not at all. */
export type Telling =
  | { readonly kind: 'never' }
  | { readonly kind: 'now' }
  | { readonly kind: 'later'; readonly at: Date }
  | { readonly kind: 'summary'; readonly at: Date };

/** What the preferences make of a kind of news right now. */
export function tellingOf(preferences: Preferences, kind: PersonalKind, now: Date): Telling {
  const { timeZone, quiet, summaryAt } = preferences;
  switch (preferences.kinds[kind]) {
    case 'never':
      return { kind: 'never' };
    case 'summary':
      return { kind: 'summary', at: nextAt(summaryAt, timeZone, now) };
    case 'now':
      return quiet !== null && isQuiet(quiet, wallTime(now, timeZone).time)
        ? { kind: 'later', at: nextAt(quiet.until, timeZone, now) }
        : { kind: 'now' };
  }
}

/** Is this time of day within the quiet hours? From and until the same: never. */
function isQuiet({ from, until }: { readonly from: string; readonly until: string }, time: string): boolean {
  return from <= until ? time >= from && time < until : time >= from || time < until;
}
