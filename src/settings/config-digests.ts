import { type DigestKind, type DigestPlan, READER_NAMES } from '../shared/digest-plan.ts';
import { isTimeZone } from '../shared/zoned-time.ts';
import { type ConfigReader, describe } from './config-reader.ts';
import { nearestName } from './names.ts';

const KEYS = ['name', 'kind', 'channel', 'audience', 'at', 'days', 'timezone', 'teams', 'whenQuiet'] as const;
const KINDS: readonly DigestKind[] = ['daily', 'weekly'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const WORKING_DAYS = [1, 2, 3, 4, 5] as const;
/** More plans than anybody reads. */
const MOST_PLANS = 50;

/** The section `digests`; what is wrong goes to the reader. */
export function parseDigests(reader: ConfigReader, value: unknown): readonly DigestPlan[] {
  const entries = reader.list(
    value,
    'digests',
    'a list of digests, each with kind, channel, audience, at and timezone',
  );
  if (entries.length > MOST_PLANS) reader.refuse('digests', `${entries.length} digests`, `at most ${MOST_PLANS}`);
  const seen = new Set<string>();
  return entries.slice(0, MOST_PLANS).flatMap((entry, index) => {
    const plan = parseDigest(reader, entry, `digests[${index}]`);
    if (plan === null) return [];
    if (seen.has(plan.name)) {
      const hint = 'a digest that differs in kind, audience, channel or teams, or a `name` of its own';
      reader.refuse(`digests[${index}]`, `“${plan.name}” once more`, hint);
    }
    seen.add(plan.name);
    return [plan];
  });
}

function parseDigest(reader: ConfigReader, entry: unknown, path: string): DigestPlan | null {
  const fields = reader.mapping(entry, path, KEYS);
  const kind = oneOf(reader, { value: fields.kind, path: `${path}.kind`, names: KINDS });
  const audience = oneOf(reader, { value: fields.audience, path: `${path}.audience`, names: READER_NAMES });
  const channelId = reader.snowflake(fields.channel, `${path}.channel`, 'the id of a channel');
  const at = clockTime(reader, fields.at, `${path}.at`);
  const timeZone = zone(reader, fields.timezone, `${path}.timezone`);
  const teams = reader.words(fields.teams, `${path}.teams`, 'the key of a team').map((key) => key.toUpperCase());
  const days = daysOf(reader, { value: fields.days, path: `${path}.days`, kind });
  const quiet = fields.whenQuiet ?? 'say';
  const whenQuiet = oneOf(reader, { value: quiet, path: `${path}.whenQuiet`, names: ['say', 'skip'] as const });
  const ownName = reader.word(fields.name, `${path}.name`, 'a short name');
  if (!kind || !audience || !channelId || !at || !timeZone || !days || !whenQuiet) return null;
  const name = ownName ?? ['digest', kind, audience, channelId, ...teams].join('-');
  const unit = kind === 'daily' ? 'day' : 'week';
  return { name, kind, channelId, audience, teams, whenQuiet, timing: { kind: 'at', at, days, timeZone, unit } };
}

function oneOf<T extends string>(
  reader: ConfigReader,
  { value, path, names }: { readonly value: unknown; readonly path: string; readonly names: readonly T[] },
): T | null {
  const found = names.find((name) => name === value);
  if (found !== undefined) return found;
  const meant = typeof value === 'string' ? nearestName(value, names) : null;
  reader.refuse(path, describe(value), meant === null ? `one of ${names.join(', ')}` : `did you mean ${meant}?`);
  return null;
}

function clockTime(reader: ConfigReader, value: unknown, path: string): string | null {
  if (typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(value)) return value;
  // In YAML 1.1 an unquoted 9:00 is a number of minutes, and people write 9:00 for 09:00.
  reader.refuse(path, describe(value), 'a time of day in quotes, with two digits each: "09:00"');
  return null;
}

function zone(reader: ConfigReader, value: unknown, path: string): string | null {
  if (typeof value === 'string' && isTimeZone(value)) return value;
  reader.refuse(path, describe(value), 'a time zone, like Europe/Berlin, America/New_York or UTC');
  return null;
}

/** Daily: Monday to Friday when nothing is said. Weekly: exactly one day, Monday when nothing is said. */
function daysOf(
  reader: ConfigReader,
  { value, path, kind }: { readonly value: unknown; readonly path: string; readonly kind: DigestKind | null },
): readonly number[] | null {
  if (value === undefined || value === null) return kind === 'weekly' ? [1] : WORKING_DAYS;
  const words = reader.words(value, path, 'mon');
  const days = words.map((word, index) => {
    const day = DAYS.findIndex((name) => word.toLowerCase().slice(0, 3) === name);
    if (day < 0) reader.refuse(`${path}[${index}]`, describe(word), `one of ${DAYS.join(', ')}`);
    return day;
  });
  if (words.length === 0 || days.includes(-1)) {
    if (Array.isArray(value) && value.length === 0) reader.refuse(path, 'an empty list', 'at least one day');
    return null;
  }
  if (kind === 'weekly' && days.length !== 1) {
    reader.refuse(path, `${days.length} days`, 'one day for a weekly digest');
    return null;
  }
  return [...new Set(days)].sort((a, b) => a - b);
}
