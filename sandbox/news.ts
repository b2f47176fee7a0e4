import type { SandboxEventMap } from './discord/events.ts';
import type { SandboxMessage } from './discord/world/message.ts';
import type { House } from './house.ts';

/** Something that the bot said without having been asked just now. */
export interface News {
  /** `#news`, or `a direct message to ada`. */
  readonly place: string;
  readonly message: SandboxMessage;
  readonly isEdited: boolean;
}

/** Tells of what the bot says of its own accord; returns the function that ends it. */
export function onNews({ discord }: Pick<House, 'discord'>, listener: (news: News) => void): () => void {
  const take = (isEdited: boolean) => (message: SandboxEventMap['message']) => {
    const isOwn = message.payload.author.id === discord.applicationId;
    if (!isOwn || message.payload.interaction_metadata !== undefined || message.onlyFor !== null) return;
    listener({ place: placeOf(discord, message), message, isEdited });
  };
  const ends = [discord.on('message', take(false)), discord.on('message-edited', take(true))];
  return () => {
    for (const end of ends) end();
  };
}

function placeOf({ world }: House['discord'], { channelId }: SandboxMessage): string {
  const channel = world.channels().find(({ id }) => id === channelId);
  if (!channel) return 'a place that is not there any more';
  if (channel.kind !== 'dm') return `#${channel.name}`;
  return `a direct message to ${world.user(channel.recipientId).name}`;
}
