import type { CatalogueEntry } from './catalogue.ts';

/** What goes wrong with webhooks and events: rows of the catalogue. */
export const EVENT_ERRORS = {
  WEBHOOK_OFF: {
    says: 'This bot takes no webhooks of {sender}: it has no secret to check them with.',
    hint: 'An administrator sets {setting} in secrets/.env.local to the secret of the webhook and restarts the bot.',
    httpStatus: 503,
    exitCode: 78,
    isRetryable: true,
  },
  WEBHOOK_UNVERIFIED: {
    says: 'It could not be verified who sent this, or when.',
    hint: 'Check that the webhook and the bot have the same secret, and the clock of the server.',
    httpStatus: 401,
    exitCode: 77,
    isRetryable: false,
  },
  WEBHOOK_MALFORMED: {
    says: 'This is no delivery of {sender}: {problem}',
    hint: 'Check that the webhook sends JSON, and that nothing in between changes it.',
    httpStatus: 400,
    exitCode: 65,
    isRetryable: false,
  },
  WEBHOOK_NOT_KEPT: {
    says: 'This could not be saved just now.',
    hint: 'Send it again later; /health/ready shows when the database is back.',
    httpStatus: 503,
    exitCode: 75,
    isRetryable: true,
  },
  EVENT_UNREADABLE: {
    says: 'An event has not the form that its sender documents: {where}: {problem}',
    hint: 'An administrator looks at it with "onomancer events show ID"; a newer version may understand it, then "onomancer events replay ID" handles it.',
    httpStatus: 500,
    exitCode: 65,
    isRetryable: false,
  },
  EVENT_NOT_FOUND: {
    says: 'There is no event {id}.',
    hint: '"onomancer events list" shows them with their numbers; a reference stands under the message in Discord.',
    httpStatus: 404,
    exitCode: 66,
    isRetryable: false,
  },
  EVENT_TOO_SLOW: {
    says: 'Handling an event took longer than {seconds} seconds.',
    hint: 'It is tried again by itself; /status shows which service is slow.',
    httpStatus: 504,
    exitCode: 75,
    isRetryable: true,
  },
} as const satisfies Record<string, CatalogueEntry>;
