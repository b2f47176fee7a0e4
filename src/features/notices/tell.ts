import type { FeaturePorts } from '../../ports/command.ts';
import type { Effects, EventContext } from '../../ports/effects.ts';
import { plural } from '../../shared/text/words.ts';
import type { News } from './news.ts';
import { messagesOf } from './who-hears.ts';

/** The news as messages, with a note for whoever asks why something was said or was not. */
export async function tell(ports: FeaturePorts, news: readonly News[], context: EventContext): Promise<Effects> {
  const messages = (await Promise.all(news.map((one) => messagesOf(ports, one, context)))).flat();
  return { messages, records: [], followUps: [], note: noteOf(news, messages.length) };
}

function noteOf(news: readonly News[], count: number): string {
  const kinds = news.flatMap(({ kind }) => kind ?? []);
  if (kinds.length === 0 && count === 0) return 'no news in it';
  const what = kinds.length === 0 ? 'for people only' : kinds.join(', ');
  return count === 0 ? `${what}: nobody asked to know` : `${what}: ${plural(count, 'message')}`;
}
