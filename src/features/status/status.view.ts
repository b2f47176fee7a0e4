import type { Reply, Tone } from '../../ports/chat.ts';
import type { ServiceHealth, ServiceState } from '../../shared/health-board.ts';
import { assertNever } from '../../shared/never.ts';
import { safeLine } from '../../shared/text/markdown.ts';
import { clip, dateTimeTag, linesWithin, relativeTime } from '../../shared/text/words.ts';

const MAX_DETAIL_CHARS = 200;
const MAX_LIST_CHARS = 3_500;

/** How each service is and since when; what is down comes first. */
export function statusView(
  services: readonly ServiceHealth[],
  about: { readonly version: string; readonly startedAt: Date },
): Reply {
  const worstFirst = [...services].sort(
    (a, b) => severity(b.state) - severity(a.state) || a.name.localeCompare(b.name),
  );
  const lines = worstFirst.map(serviceLine);
  const list = linesWithin(lines, { maxChars: MAX_LIST_CHARS }, (left) => `+ ${left} more`);
  return {
    cards: [
      {
        title: headline(services),
        text: [
          list || 'No service has told how it is yet.',
          '',
          `Version ${safeLine(about.version)} · started ${relativeTime(about.startedAt)}`,
        ].join('\n'),
        tone: toneOf(services),
      },
    ],
  };
}

function serviceLine({ name, state, since, detail }: ServiceHealth): string {
  const what = safeLine(clip(detail, MAX_DETAIL_CHARS));
  const words = `${mark(state)} **${safeLine(clip(name, 40))}** ${stateWord(state)} since ${dateTimeTag(since)}`;
  return what === '' ? words : `${words}\n↳ ${what}`;
}

function headline(services: readonly ServiceHealth[]): string {
  const names = (state: ServiceState) =>
    services.filter((service) => service.state === state).map((service) => service.name);
  const down = names('down');
  const degraded = names('degraded');
  const starting = names('starting');
  if (down.length > 0) return `Down: ${safeLine(clip(down.join(', '), 100))}`;
  if (degraded.length > 0) return `Works with restrictions: ${safeLine(clip(degraded.join(', '), 100))}`;
  if (starting.length > 0) return `Starting: ${safeLine(clip(starting.join(', '), 100))}`;
  return services.length === 0 ? 'Status unknown' : 'Everything that is set up works';
}

function toneOf(services: readonly ServiceHealth[]): Tone {
  const worst = Math.max(-1, ...services.map((service) => severity(service.state)));
  if (worst < 0) return 'neutral';
  return worst >= severity('down') ? 'bad' : worst >= severity('starting') ? 'attention' : 'good';
}

function severity(state: ServiceState): number {
  return (['off', 'on', 'starting', 'degraded', 'down'] as const).indexOf(state);
}

function mark(state: ServiceState): string {
  switch (state) {
    case 'on':
      return '🟢';
    case 'starting':
      return '🔵';
    case 'degraded':
      return '🟡';
    case 'down':
      return '🔴';
    case 'off':
      return '⚪';
    default:
      return assertNever(state);
  }
}

function stateWord(state: ServiceState): string {
  return state === 'degraded' ? 'works with restrictions' : state === 'starting' ? 'is starting' : `is ${state}`;
}
