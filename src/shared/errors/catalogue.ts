import type { ErrorFacts } from './app-error.ts';
import { EVENT_ERRORS } from './event-errors.ts';
import { OPERATIONS } from './operations.ts';

/** One row of the catalogue. `{name}` in `says` and `hint` is filled from the error's facts. */
export interface CatalogueEntry {
  /** What happened, one sentence, for the person who asked. */
  readonly says: string;
  /** What to do next, ideally a command. */
  readonly hint: string;
  readonly httpStatus: number;
  /** Exit code when it ends a process (sysexits.h where one fits). */
  readonly exitCode: number;
  readonly isRetryable: boolean;
}

/** Every way in which this product fails, with what people are told. `docs/errors.md` is generated from it. */
export const CATALOGUE = {
  INTERNAL: {
    says: 'Something broke on our side.',
    hint: 'Try again; if it happens again, give the reference below to your administrator: it finds the log lines.',
    httpStatus: 500,
    exitCode: 70,
    isRetryable: false,
  },
  SETTINGS_INVALID: {
    says: 'The settings have {count} problem(s), so nothing was started and nothing was written.',
    hint: 'Mend the settings listed above; docs/settings.md describes each one.',
    httpStatus: 500,
    exitCode: 78,
    isRetryable: false,
  },
  PICTURE_FAILED: {
    says: 'The picture could not be drawn: {reason}.',
    hint: 'The words beside it say the same. If it happens again, an administrator runs `npm ci` and `npm run build` once more.',
    httpStatus: 500,
    exitCode: 70,
    isRetryable: false,
  },
  CAPTURE_WITHOUT_TEAM: {
    says: 'Feedback from here has no Linear team to go to: {problem}.',
    hint: 'An administrator names one of {teams} in config/onomancer.yml (channels → captures → team) or in LINEAR_TEAM_ID, and restarts the bot.',
    httpStatus: 422,
    exitCode: 78,
    isRetryable: false,
  },
  LINEAR_OFF: {
    says: 'Linear is not connected to this bot yet.',
    hint: 'An administrator sets LINEAR_API_TOKEN in secrets/.env.local (Linear → Settings → Security & access → Personal API keys) and restarts the bot.',
    httpStatus: 503,
    exitCode: 69,
    isRetryable: false,
  },
  LINEAR_UNREACHABLE: {
    says: 'Linear did not answer.',
    hint: 'Try again in a minute; /status shows when Linear is back.',
    httpStatus: 502,
    exitCode: 75,
    isRetryable: true,
  },
  LINEAR_RATE_LIMITED: {
    says: 'Linear asks us to slow down.',
    hint: 'Try again in {seconds} seconds.',
    httpStatus: 503,
    exitCode: 75,
    isRetryable: true,
  },
  LINEAR_TOKEN_REJECTED: {
    says: 'Linear rejected the API token of this bot.',
    hint: 'An administrator makes a new key (Linear → Settings → Security & access → Personal API keys), sets LINEAR_API_TOKEN in secrets/.env.local and restarts the bot.',
    httpStatus: 502,
    exitCode: 78,
    isRetryable: false,
  },
  LINEAR_REFUSED: {
    says: 'Linear refused the request: {reason}',
    hint: 'Check what you asked for; if it looks right, give the reference below to your administrator.',
    httpStatus: 502,
    exitCode: 70,
    isRetryable: false,
  },
  LINEAR_NOT_THERE: {
    says: 'Linear has no {what} any more, or the token of this bot may not see it.',
    hint: 'Choose another one; if it is there in Linear, an administrator checks which teams the token may see.',
    httpStatus: 502,
    exitCode: 69,
    isRetryable: false,
  },
  LINEAR_BAD_ANSWER: {
    says: 'Linear answered in a form that this version does not understand.',
    hint: 'Try again; if it happens again, an administrator updates the bot and checks the log for the reference below.',
    httpStatus: 502,
    exitCode: 70,
    isRetryable: true,
  },
  STORE_BUSY: {
    says: 'The database was busy for too long.',
    hint: 'Try again; if it stays busy, an administrator looks for another process that holds data/onomancer.db.',
    httpStatus: 503,
    exitCode: 75,
    isRetryable: true,
  },
  STORE_FULL: {
    says: 'The disk of the server is full, so this could not be saved.',
    hint: 'Nothing was changed. An administrator frees disk space; then try again, no restart is needed.',
    httpStatus: 507,
    exitCode: 74,
    isRetryable: true,
  },
  STORE_UNREADABLE: {
    says: 'The database could not be read or written.',
    hint: 'An administrator checks the file data/onomancer.db, its permissions and the disk.',
    httpStatus: 500,
    exitCode: 74,
    isRetryable: false,
  },
  STORE_SCHEMA_NEWER: {
    says: 'The database has schema {found}, this version knows {known}: it was written by a newer version.',
    hint: 'Start that newer version, or restore a backup that was made before it.',
    httpStatus: 500,
    exitCode: 78,
    isRetryable: false,
  },
  STORE_SCHEMA_FOREIGN: {
    says: 'The database is not one that this version made: {why}.',
    hint: 'Check DATA_DIR; if it is the right one, start the version that made the database, or restore a backup.',
    httpStatus: 500,
    exitCode: 78,
    isRetryable: false,
  },
  STORE_IN_USE: {
    says: 'Somebody has the database {path} open, so it cannot be replaced.',
    hint: 'Stop the bot first (pm2 stop onomancer-bot), then run the same command again.',
    httpStatus: 503,
    exitCode: 75,
    isRetryable: false,
  },
  SNAPSHOT_INVALID: {
    says: '{path} is no snapshot that can be restored: {why}.',
    hint: 'Nothing was changed. `onomancer rollback --list` shows the snapshots that were checked.',
    httpStatus: 500,
    exitCode: 65,
    isRetryable: false,
  },
  DISCORD_UNREACHABLE: {
    says: 'Discord did not answer.',
    hint: 'The bot keeps trying; check the network of the server and https://discordstatus.com.',
    httpStatus: 502,
    exitCode: 75,
    isRetryable: true,
  },
  DISCORD_TOKEN_REJECTED: {
    says: 'Discord rejected the bot token.',
    hint: 'Discord Developer Portal → your application → Bot → Reset Token; set DISCORD_BOT_TOKEN in secrets/.env.local.',
    httpStatus: 500,
    exitCode: 78,
    isRetryable: false,
  },
  DISCORD_MISSING_ACCESS: {
    says: 'Discord says that the bot may not do this in server {guild}.',
    hint: 'Invite the bot again with the scopes "bot" and "applications.commands": {invite}',
    httpStatus: 500,
    exitCode: 77,
    isRetryable: false,
  },
  DISCORD_REFUSED: {
    says: 'Discord refused a request: {reason}',
    hint: 'This is a defect or a missing permission; the reference below finds the details in the log.',
    httpStatus: 502,
    exitCode: 70,
    isRetryable: false,
  },
  DISCORD_DESTINATION_GONE: {
    says: 'In Discord {place} is not there any more.',
    hint: 'If config/onomancer.yml names it, take it out there or name another one, and restart the bot.',
    httpStatus: 502,
    exitCode: 69,
    isRetryable: false,
  },
  DISCORD_DESTINATION_FORBIDDEN: {
    says: 'Discord does not let the bot write to {place}: {reason}.',
    hint: 'For a channel: give the bot View Channel, Send Messages, Embed Links, Attach Files and Read Message History there.',
    httpStatus: 502,
    exitCode: 77,
    isRetryable: false,
  },
  DISCORD_RATE_LIMITED: {
    says: 'Discord asks us to slow down.',
    hint: 'The bot goes on by itself in {seconds} seconds.',
    httpStatus: 503,
    exitCode: 75,
    isRetryable: true,
  },
  INPUT_INVALID: {
    says: '{problem}',
    hint: '{wanted}',
    httpStatus: 400,
    exitCode: 64,
    isRetryable: false,
  },
  PORT_TAKEN: {
    says: 'The address {address} is already in use.',
    hint: 'Stop the other process or set PORT (or SOCKET_PATH) to another one.',
    httpStatus: 500,
    exitCode: 69,
    isRetryable: false,
  },
  ADDRESS_UNUSABLE: {
    says: 'The address {address} cannot be listened on: {reason}.',
    hint: 'Check HOST and PORT, or SOCKET_PATH: its directory has to exist and belong to the user of the bot.',
    httpStatus: 500,
    exitCode: 77,
    isRetryable: false,
  },
  LOG_UNWRITABLE: {
    says: 'The log file {path} cannot be opened.',
    hint: 'Set LOG_DIR to a directory that the user of the bot can write to, or remove it: then the log goes to standard output only.',
    httpStatus: 500,
    exitCode: 73,
    isRetryable: false,
  },
  HTTP_NOT_FOUND: {
    says: 'There is nothing at this address.',
    hint: 'There are /health, /health/live, /health/ready and /metrics, and /webhooks/linear, /webhooks/github and /webhooks/vercel for POST.',
    httpStatus: 404,
    exitCode: 70,
    isRetryable: false,
  },
  HTTP_NOT_PUBLIC: {
    says: 'There is nothing public at this address.',
    hint: 'Public are / (how the bot is, for people), /health and /webhooks/.',
    httpStatus: 404,
    exitCode: 70,
    isRetryable: false,
  },
  HTTP_TOO_MANY: {
    says: 'Too many requests from your address.',
    hint: 'Wait a second, then send fewer: the header Retry-After says when.',
    httpStatus: 429,
    exitCode: 75,
    isRetryable: true,
  },
  HTTP_METHOD_NOT_ALLOWED: {
    says: 'This address does not take {method}.',
    hint: 'It takes {allowed}.',
    httpStatus: 405,
    exitCode: 70,
    isRetryable: false,
  },
  HTTP_TOO_SLOW: {
    says: 'The request did not arrive in time.',
    hint: 'Send it again, in one go.',
    httpStatus: 408,
    exitCode: 70,
    isRetryable: true,
  },
  HTTP_BODY_TOO_LARGE: {
    says: 'The body of the request is too large.',
    hint: 'Send at most {maxBytes} bytes.',
    httpStatus: 413,
    exitCode: 70,
    isRetryable: false,
  },
  HTTP_HEADERS_TOO_LARGE: {
    says: 'The headers of the request are too large.',
    hint: 'Send at most {maxBytes} bytes of headers.',
    httpStatus: 431,
    exitCode: 70,
    isRetryable: false,
  },
  ...EVENT_ERRORS,
  HTTP_BUSY: {
    says: 'The server has too much to read at once.',
    hint: 'Send it again in a few seconds.',
    httpStatus: 503,
    exitCode: 75,
    isRetryable: true,
  },
  STOPPING: {
    says: 'The bot is restarting right now.',
    hint: 'Try again in a few seconds.',
    httpStatus: 503,
    exitCode: 75,
    isRetryable: true,
  },
  ...OPERATIONS,
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof CATALOGUE;

/** The sentence and the hint of an error, with its facts filled in. A fact that is missing shows as `?`. */
export function explain(code: ErrorCode, facts: ErrorFacts): { says: string; hint: string } {
  const fill = (text: string): string => text.replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? '?'));
  const entry = CATALOGUE[code];
  return { says: fill(entry.says), hint: fill(entry.hint) };
}
