import { printMessage } from './discord/print-message.ts';
import type { House } from './house.ts';
import { type News, onNews } from './news.ts';
import type { DeliveryTrace } from './webhooks/courier.ts';

const LOOK_EVERY_MS = 50;
const DELIVERED_WITHIN_MS = 15_000;
/** News may be held back for a moment, so that several become one message. */
const QUIET_MS = 2_500;
const NEWS_WITHIN_MS = 10_000;

/** Lets an event happen, waits for what comes of it, and tells it. Not good: a delivery was not taken. */
export async function fireAndShow(house: House, line: string): Promise<{ text: string; isGood: boolean }> {
  const heard: News[] = [];
  let heardAt = performance.now();
  const stop = onNews(house, (news) => {
    heard.push(news);
    heardAt = performance.now();
  });
  try {
    const known = new Set(house.webhooks.deliveries().map(({ deliveryId }) => deliveryId));
    const says = house.webhooks.fire(line);
    const fresh = () => house.webhooks.deliveries().filter(({ deliveryId }) => !known.has(deliveryId));
    await until(
      () => fresh().every(({ attempts, state }) => attempts.length > 0 || state !== 'waiting'),
      DELIVERED_WITHIN_MS,
    );
    const deliveries = fresh();
    const isGood = deliveries.every(({ state }) => state === 'delivered');
    heardAt = performance.now();
    if (isGood) await until(() => performance.now() - heardAt > QUIET_MS, NEWS_WITHIN_MS);
    return {
      text: [`  ${says}`, ...deliveries.map(deliveryLine), ...latest(heard).map(printNews(house))].join('\n'),
      isGood,
    };
  } finally {
    stop();
  }
}

/** `  linear → bot: Issue.update, answered 200`. */
export function deliveryLine({ sender, event, attempts, state }: DeliveryTrace): string {
  const last = attempts.at(-1);
  const answer = last?.status === null ? (last.problem ?? 'no answer') : `answered ${last?.status}`;
  const left = state === 'waiting' && last ? ', tries again later' : state === 'given-up' ? ', gave up' : '';
  return `  ${sender} → bot: ${event}, ${last ? answer : state}${left}`;
}

/** Prints news as those who are in the place see it. */
export function printNews(
  { discord, clock }: Pick<House, 'discord' | 'clock'>,
  hasColours = false,
): (news: News) => string {
  return ({ place, message, isEdited }) => {
    const body = printMessage(message, { world: discord.world, now: clock.now(), hasColours });
    return `\n  ${place}${isEdited ? ', edited' : ''}:\n${body}`;
  };
}

/** Of a message that was edited meanwhile only how it ended. */
function latest(heard: readonly News[]): readonly News[] {
  return [...new Map(heard.map((news) => [news.message.id, news])).values()];
}

async function until(holds: () => boolean, patienceMs: number): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!holds() && performance.now() < end) {
    await new Promise((resolve) => {
      setTimeout(resolve, LOOK_EVERY_MS);
    });
  }
}
