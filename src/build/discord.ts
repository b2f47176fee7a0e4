import { discordChat } from '../adapters/discord/chat-channel.ts';
import { Pace } from '../adapters/discord/pace.ts';
import { discordRest } from '../adapters/discord/rest.ts';
import type { ChatChannel } from '../ports/chat-channel.ts';
import type { Metrics } from '../ports/metrics.ts';
import { noPictures, type Pictures } from '../ports/pictures.ts';
import type { Settings } from '../settings/parse-settings.ts';

/** The ways to Discord that do not go through the gateway. */
export interface Discord extends ReturnType<typeof discordRest> {
  readonly pictures: Pictures;
  readonly chat: ChatChannel;
}

export function makeDiscord({ apiUrl, botToken: token }: Settings['discord'], metrics: Metrics): Discord {
  const { rest, api } = discordRest({ apiUrl, token, metrics });
  const pictures = noPictures;
  return { rest, api, pictures, chat: discordChat({ api, pictures, pace: new Pace(rest) }) };
}
