/** Clock times in the time zones of people, by the platform's own tables (IANA). */

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** A moment as people in a zone read it off the wall. */
export interface WallTime {
  /** `2026-08-12`. */
  readonly date: string;
  /** `22:05`. */
  readonly time: string;
  /** 0 is Sunday. */
  readonly weekday: number;
}

const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** True for a name that the platform knows: `Europe/Berlin`, `UTC`. */
export function isTimeZone(name: string): boolean {
  try {
    return format(name) !== null;
  } catch {
    return false;
  }
}

/** What the clocks of that zone show. Throws a RangeError for a zone that does not exist. */
export function wallTime(at: Date, zone: string): WallTime {
  const parts = new Map(
    format(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  const date = `${part('year')}-${part('month')}-${part('day')}`;
  const weekday = new Date(`${date}T12:00:00Z`).getUTCDay();
  return { date, time: `${part('hour')}:${part('minute')}`, weekday };
}

/**
 * The next moment after `after` at which the clocks there show `time` (`HH:MM`). A time that the clocks leap over comes
 * when they land behind it; one that they show twice comes the first time.
 */
export function nextAt(time: string, zone: string, after: Date): Date {
  const start = Math.floor(after.getTime() / MINUTE_MS) * MINUTE_MS;
  for (let day = 0; day <= 2; day += 1) {
    const { date } = wallTime(new Date(start + day * DAY_MS), zone);
    const found = momentOf(date, time, zone);
    if (found.getTime() > after.getTime()) return found;
  }
  // Three days hold every time of day, whatever the clocks do.
  return new Date(start + 2 * DAY_MS);
}

/** The first moment of that date at which the clocks show the time, or have leapt over it. */
export function momentOf(date: string, time: string, zone: string): Date {
  // From 26 hours before the same digits in UTC, because zones differ from it by at most 14 hours.
  const wanted = `${date} ${time}`;
  const noon = new Date(`${date}T${time}:00Z`).getTime();
  let early = noon - 26 * 60 * MINUTE_MS;
  let late = noon + 26 * 60 * MINUTE_MS;
  while (late - early > MINUTE_MS) {
    const middle = Math.floor((early + late) / 2 / MINUTE_MS) * MINUTE_MS;
    const { date: itsDate, time: itsTime } = wallTime(new Date(middle), zone);
    if (`${itsDate} ${itsTime}` >= wanted) late = middle;
    else early = middle;
  }
  // Clocks that are set back show the same twice: the search may have met the second time.
  const earlier = [60, 30].map((minutes) => new Date(late - minutes * MINUTE_MS));
  return earlier.find((at) => isSame(wallTime(at, zone), { date, time })) ?? new Date(late);
}

function isSame(shown: WallTime, wanted: Pick<WallTime, 'date' | 'time'>): boolean {
  return shown.date === wanted.date && shown.time === wanted.time;
}

function format(zone: string): Intl.DateTimeFormat {
  const known = FORMATS.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  FORMATS.set(zone, made);
  return made;
}
