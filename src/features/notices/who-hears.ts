import type { FeaturePorts } from '../../ports/command.ts';
import type { EventContext } from '../../ports/effects.ts';
import type { OutboxMessage } from '../../ports/outbox.ts';
import { type Telling, tellingOf } from '../../ports/preferences.ts';
import type { ChannelRule } from '../../shared/channel-rule.ts';
import { safeUrl } from '../../shared/text/markdown.ts';
import type { About, News, PersonalNews } from './news.ts';

/** News that waited longer than this for Discord is no news any more. */
const KEEPS_MS = 24 * 3_600_000;

/** The messages that a piece of news becomes: one for each channel and each person that wants it. */
export async function messagesOf(
  ports: FeaturePorts,
  news: News,
  context: EventContext,
): Promise<readonly OutboxMessage[]> {
  const toChannels = ports.channels
    .filter((rule) => isTold(rule, news))
    .map((rule) => channelMessage(rule, news, { context, now: ports.clock.now() }));
  const toPeople = await Promise.all(
    news.personal.map((personal, index) => personalMessage(ports, { news, personal, index }, context)),
  );
  return [...toChannels, ...toPeople.flat()];
}

/** Does this channel want this kind of news about these things? */
function isTold({ tells, only }: ChannelRule, { kind, about }: News): boolean {
  if (kind === null || !tells.includes(kind)) return false;
  const fits = (key: keyof About): boolean => {
    const wanted = only[key];
    const given = about[key];
    if (wanted.length === 0 || given === null) return true;
    const names = new Set(given.map((name) => name.toLowerCase()));
    return wanted.some((name) => names.has(name.toLowerCase()));
  };
  return (['teams', 'projects', 'labels', 'branches'] as const).every(fits);
}

function channelMessage(
  { channelId }: ChannelRule,
  news: News,
  { context, now }: { readonly context: EventContext; readonly now: Date },
): OutboxMessage {
  return {
    destination: { kind: 'channel', channelId },
    content: { kind: 'notice', notice: noticeOf(news, news.line) },
    mergeKey: news.topic,
    dedupeKey: `notice:${context.inboxId}:${news.kind ?? ''}:${news.topic}:${channelId}`,
    reference: context.reference,
    expiresAt: new Date(now.getTime() + KEEPS_MS),
  };
}

function noticeOf({ title, url, tone }: News, line: string) {
  return { title, lines: [line], tone, ...(url === null ? {} : { url }) };
}

/** Nobody hears of their own doings, and nobody who has not connected their account. */
async function personalMessage(
  ports: FeaturePorts,
  { news, personal, index }: { readonly news: News; readonly personal: PersonalNews; readonly index: number },
  context: EventContext,
): Promise<readonly OutboxMessage[]> {
  if (personal.trackerUserId === news.actorId) return [];
  const link = await ports.links.ofTrackerUser(personal.trackerUserId);
  if (link === null) return [];
  const now = ports.clock.now();
  const telling = tellingOf(await ports.preferences.of(link.discordUserId), personal.kind, now);
  if (telling.kind === 'never') return [];
  const isSummary = telling.kind === 'summary';
  const notice = isSummary
    ? { title: 'Your summary', lines: [`${linkedTitle(news)}\n${personal.line}`], tone: 'neutral' as const }
    : noticeOf(news, personal.line);
  return [
    {
      destination: { kind: 'member', userId: link.discordUserId },
      content: { kind: 'notice', notice },
      mergeKey: isSummary ? `summary:${telling.at.toISOString()}` : news.topic,
      dedupeKey: `personal:${context.inboxId}:${index}:${personal.kind}:${link.discordUserId}`,
      reference: context.reference,
      ...whenOf(telling),
      expiresAt: new Date((telling.kind === 'now' ? now : telling.at).getTime() + KEEPS_MS),
    },
  ];
}

/** The title is escaped already. */
function linkedTitle({ title, url }: News): string {
  const target = url === null ? null : safeUrl(url);
  return target === null ? `**${title}**` : `**[${title}](${target})**`;
}

function whenOf(telling: Telling): { readonly notBefore?: Date } {
  return telling.kind === 'later' || telling.kind === 'summary' ? { notBefore: telling.at } : {};
}
