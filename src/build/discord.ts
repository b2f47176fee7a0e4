import { discordChat } from '../adapters/discord/chat-channel.ts';
import { Pace } from '../adapters/discord/pace.ts';
import { discordRest } from '../adapters/discord/rest.ts';
import { RoleDirectory } from '../adapters/discord/role-directory.ts';
import { resvgPictures } from '../adapters/resvg/draw-pictures.ts';
import type { ChatChannel } from '../ports/chat-channel.ts';
import type { Pictures } from '../ports/pictures.ts';
import type { Settings } from '../settings/parse-settings.ts';

/** The ways to Discord that do not go through the gateway. */
export interface Discord extends ReturnType<typeof discordRest> {
  readonly pictures: Pictures;
  readonly chat: ChatChannel;
  readonly roles: RoleDirectory;
}

export function makeDiscord(
  { apiUrl, botToken: token }: Settings['discord'],
  { fontDir, metrics, health }: Parameters<typeof resvgPictures>[0],
): Discord {
  const { rest, api } = discordRest({ apiUrl, token, metrics });
  const pictures = resvgPictures({ fontDir, metrics, health });
  const chat = discordChat({ api, pictures, pace: new Pace(rest) });
  return { rest, api, pictures, chat, roles: new RoleDirectory(api) };
}
