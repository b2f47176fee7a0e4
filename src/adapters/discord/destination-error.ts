import { RESTJSONErrorCodes as Codes } from 'discord-api-types/v10';
import type { Destination } from '../../ports/outbox.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { isRefusal, toDiscordError } from './discord-call.ts';

/** What is not there. Source: topics/opcodes-and-status-codes, "JSON Error Codes". */
const GONE = [
  Codes.UnknownChannel,
  Codes.UnknownMessage,
  Codes.UnknownUser,
  Codes.UnknownMember,
  Codes.UnknownGuild,
  Codes.InvalidRecipients,
];

/** Why the bot may not write there, in words. */
const FORBIDDEN: ReadonlyMap<number, string> = new Map([
  [Codes.MissingAccess, 'it does not see the channel'],
  [Codes.MissingPermissions, 'it lacks a permission'],
  [Codes.CannotSendMessagesToThisUser, 'the person takes no direct messages (privacy settings of the server)'],
  [Codes.CannotSendMessagesToThisUserDueToHavingNoMutualGuilds, 'the person has left the server'],
  [Codes.CannotSendMessagesInNonTextChannel, 'it is not a channel for text'],
  [Codes.InvalidActionOnArchivedThread, 'the thread is archived'],
  [Codes.ThreadLocked, 'the thread is locked'],
]);

/** Discord wants seconds or minutes before it opens another direct channel; it does not say how many. */
const OPENING_TOO_FAST_SECONDS = 60;

/** The typed failure of what was to be said or done in a place. */
export function toDestinationError(error: unknown, place: string): AppError {
  const failure = toDiscordError(error);
  const { cause } = failure;
  if (isRefusal(error, ...GONE)) return new AppError('DISCORD_DESTINATION_GONE', { cause, facts: { place } });
  if (isRefusal(error, Codes.OpeningDirectMessagesTooFast)) {
    return new AppError('DISCORD_RATE_LIMITED', { cause, facts: { seconds: OPENING_TOO_FAST_SECONDS } });
  }
  const reason = [...FORBIDDEN].find(([code]) => isRefusal(error, code))?.[1];
  return reason === undefined
    ? failure
    : new AppError('DISCORD_DESTINATION_FORBIDDEN', { cause, facts: { place, reason } });
}

/** For the sentence of an error: ids, because names are not at hand when the place is gone. */
export function placeOf(destination: Destination): string {
  return destination.kind === 'member' ? `the member ${destination.userId}` : `the channel ${destination.channelId}`;
}
