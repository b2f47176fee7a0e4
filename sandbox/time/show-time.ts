const SHOWN = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});

/** `Fri, 27 Nov 2026, 09:00 UTC`, as people in the sandbox read it. */
export function showTime(time: Date): string {
  return `${SHOWN.format(time)} UTC`;
}
