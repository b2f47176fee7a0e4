import type { Preferences, WhenToTell } from '../../ports/preferences.ts';
import { PERSONAL_KIND_NAMES, type PersonalKind } from '../../shared/personal-kinds.ts';
import { nearest } from '../../shared/text/nearest.ts';
import { isTimeZone } from '../../shared/zoned-time.ts';

/** The fields of the form, as typed. */
export interface TypedTimes {
  readonly timeZone: string;
  readonly quietFrom: string;
  readonly quietUntil: string;
  readonly summaryAt: string;
}

export type ReadTimes =
  | { readonly kind: 'ok'; readonly times: Pick<Preferences, 'timeZone' | 'quiet' | 'summaryAt'> }
  /** Plain text, one sentence each. */
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

const MAX_NEAR = 3;

/**
 * The preferences after somebody chose the kinds for one of the lists. What is taken out of a list is not told any more,
 * what is put in leaves the other one.
 */
export function withKinds(
  preferences: Preferences,
  list: Exclude<WhenToTell, 'never'>,
  chosen: readonly string[],
): Preferences {
  const when = (kind: PersonalKind): WhenToTell => {
    if (chosen.includes(kind)) return list;
    return preferences.kinds[kind] === list ? 'never' : preferences.kinds[kind];
  };
  const kinds = Object.fromEntries(PERSONAL_KIND_NAMES.map((kind) => [kind, when(kind)]));
  return { ...preferences, kinds: kinds as Preferences['kinds'] };
}

/** The same, with nothing told at all. */
export function silenced(preferences: Preferences): Preferences {
  const kinds = Object.fromEntries(PERSONAL_KIND_NAMES.map((kind) => [kind, 'never']));
  return { ...preferences, kinds: kinds as Preferences['kinds'] };
}

/** What was typed as times, or everything that is wrong with it. */
export function readTimes(typed: TypedTimes): ReadTimes {
  const problems: string[] = [];
  const zone = zoneOf(typed.timeZone, problems);
  const summaryAt = timeOf(typed.summaryAt, 'The time of the summary', problems);
  const isQuiet = typed.quietFrom.trim() !== '' || typed.quietUntil.trim() !== '';
  const from = isQuiet ? timeOf(typed.quietFrom, 'The beginning of the quiet hours', problems) : '';
  const until = isQuiet ? timeOf(typed.quietUntil, 'The end of the quiet hours', problems) : '';
  if (isQuiet && from === until && problems.length === 0)
    problems.push('The quiet hours begin and end at the same time; leave both empty for none.');
  if (problems.length > 0) return { kind: 'problems', problems };
  return { kind: 'ok', times: { timeZone: zone, quiet: isQuiet ? { from, until } : null, summaryAt } };
}

/** `8`, `8:30`, `08.30`, `8 pm` and `20h30` are times that people type. */
function timeOf(typed: string, what: string, problems: string[]): string {
  const match = /^\s*(\d{1,2})(?:\s*[:.h]\s*(\d{2}))?\s*(am|pm|h)?\s*$/i.exec(typed);
  const [, hourText, minuteText = '00', half = ''] = match ?? [];
  const isHalf = /^[ap]m$/i.test(half);
  const typedHour = Number(hourText);
  const hour = isHalf ? (typedHour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0) : typedHour;
  const isTime =
    match !== null && hour <= 23 && Number(minuteText) <= 59 && !(isHalf && (typedHour < 1 || typedHour > 12));
  if (isTime) return `${String(hour).padStart(2, '0')}:${minuteText}`;
  problems.push(
    typed.trim() === ''
      ? `${what} is missing: write it like 08:30.`
      : `${what} is “${typed.trim()}”: write it like 08:30.`,
  );
  return '';
}

function zoneOf(typed: string, problems: string[]): string {
  const name = typed.trim();
  const zones = Intl.supportedValuesOf('timeZone');
  const exact = ['UTC', ...zones].find((zone) => zone.toLowerCase() === name.toLowerCase());
  if (exact !== undefined) return exact;
  if (name !== '' && isTimeZone(name)) return name;
  // Most people type their city.
  const city = zones.filter(
    (zone) => zone.split('/').at(-1)?.replaceAll('_', ' ').toLowerCase() === name.toLowerCase(),
  );
  if (city.length === 1 && city[0] !== undefined) return city[0];
  const near =
    name === ''
      ? []
      : nearest(zones, name, { limit: MAX_NEAR, namesOf: (zone) => [zone, zone.split('/').at(-1) ?? ''] });
  const hint = near.length > 0 ? `did you mean ${near.join(', ')}?` : 'write it like Europe/Berlin or UTC.';
  problems.push(name === '' ? `The time zone is missing: ${hint}` : `There is no time zone “${name}”: ${hint}`);
  return '';
}
