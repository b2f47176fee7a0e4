const DURATION =
  /^(?<sign>-)?P(?:(?<years>\d+)Y)?(?:(?<months>\d+)M)?(?:(?<weeks>\d+)W)?(?:(?<days>\d+)D)?(?:T(?:(?<hours>\d+)H)?(?:(?<minutes>\d+)M)?(?:(?<seconds>\d+)S)?)?$/;

/** The moment that an ISO 8601 duration (`P2W`, `-P1D`, `PT3H`) means from `now`; null when the text is none. */
export function afterDuration(text: string, now: Date): Date | null {
  const groups = DURATION.exec(text)?.groups;
  if (!groups || text.endsWith('P') || text.endsWith('T')) return null;
  const sign = groups.sign ? -1 : 1;
  const part = (name: string): number => sign * Number(groups[name] ?? 0);
  const at = new Date(now);
  at.setUTCFullYear(
    at.getUTCFullYear() + part('years'),
    at.getUTCMonth() + part('months'),
    at.getUTCDate() + 7 * part('weeks') + part('days'),
  );
  return new Date(at.getTime() + ((part('hours') * 60 + part('minutes')) * 60 + part('seconds')) * 1000);
}

const MOMENT = /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/;

/** The moment that Linear reads from `2021`, `2021-05`, `2021-05-03` or a full ISO 8601 time; null when it reads none. */
export function momentOf(text: string): Date | null {
  if (!MOMENT.test(text)) return null;
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? null : at;
}
