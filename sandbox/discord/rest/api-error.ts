/** One refusal of a form: Discord's own code and sentence. */
export interface FieldError {
  readonly code: string;
  readonly message: string;
}

/** Discord nests field errors by the path of the field: `{ embeds: { 0: { title: { _errors: […] } } } }`. */
export interface FieldErrors {
  [key: string]: FieldErrors | FieldError[];
}

/**
 * A request that Discord refuses, in Discord's shape.
 * https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
 */
export class ApiError extends Error {
  readonly status: number;
  readonly code: number;
  readonly errors: FieldErrors | undefined;
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, code: number, said: string | { message: string; errors: FieldErrors }) {
    const details = typeof said === 'string' ? { message: said } : said;
    super(details.message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.errors = typeof said === 'string' ? undefined : said.errors;
    this.body = { ...details, code };
  }
}

/** The refusals that the routes use. The sentences are those that Discord answers. */
export const refuse = {
  unauthorized: (): ApiError => new ApiError(401, 0, '401: Unauthorized'),
  notFound: (): ApiError => new ApiError(404, 0, '404: Not Found'),
  methodNotAllowed: (): ApiError => new ApiError(405, 0, '405: Method Not Allowed'),
  invalidVersion: (): ApiError => new ApiError(400, 50041, 'Invalid API version'),
  badJson: (): ApiError => new ApiError(400, 50109, 'The request body contains invalid JSON.'),
  wrongContentType: (): ApiError =>
    new ApiError(
      400,
      50035,
      `Expected "Content-Type" header to be one of {'application/json', 'multipart/form-data'}.`,
    ),
  tooLarge: (): ApiError => new ApiError(413, 40005, 'Request entity too large'),
  unknownApplication: (): ApiError => new ApiError(404, 10002, 'Unknown Application'),
  otherApplication: (): ApiError =>
    new ApiError(403, 20012, 'You are not authorized to perform this action on this application'),
  unknownChannel: (): ApiError => new ApiError(404, 10003, 'Unknown Channel'),
  unknownGuild: (): ApiError => new ApiError(404, 10004, 'Unknown Guild'),
  unknownMember: (): ApiError => new ApiError(404, 10007, 'Unknown Member'),
  unknownMessage: (): ApiError => new ApiError(404, 10008, 'Unknown Message'),
  unknownUser: (): ApiError => new ApiError(404, 10013, 'Unknown User'),
  unknownEmoji: (): ApiError => new ApiError(400, 10014, 'Unknown Emoji'),
  unknownWebhook: (): ApiError => new ApiError(404, 10015, 'Unknown Webhook'),
  unknownInteraction: (): ApiError => new ApiError(404, 10062, 'Unknown interaction'),
  unknownCommand: (): ApiError => new ApiError(404, 10063, 'Unknown application command'),
  tooManyReactions: (): ApiError => new ApiError(400, 30010, 'Maximum number of reactions reached (20)'),
  tooManyAttachments: (): ApiError =>
    new ApiError(400, 30015, 'Maximum number of attachments in a message reached (10)'),
  tooManyCommands: (): ApiError => new ApiError(400, 30032, 'Maximum number of application commands reached (100).'),
  dailyCommandCreates: (): ApiError =>
    new ApiError(400, 30034, 'Max number of daily application command creates has been reached (200)'),
  alreadyAcknowledged: (): ApiError => new ApiError(400, 40060, 'Interaction has already been acknowledged.'),
  missingAccess: (): ApiError => new ApiError(403, 50001, 'Missing Access'),
  notYourMessage: (): ApiError => new ApiError(403, 50005, 'Cannot edit a message authored by another user'),
  emptyMessage: (): ApiError => new ApiError(400, 50006, 'Cannot send an empty message'),
  cannotMessageUser: (): ApiError => new ApiError(403, 50007, 'Cannot send messages to this user'),
  missingPermissions: (): ApiError => new ApiError(403, 50013, 'Missing Permissions'),
  wrongChannelType: (): ApiError => new ApiError(400, 50024, 'Cannot execute action on this channel type'),
  invalidWebhookToken: (): ApiError => new ApiError(401, 50027, 'Invalid Webhook Token'),
  invalidRecipient: (): ApiError => new ApiError(400, 50033, 'Invalid Recipient(s)'),
  threadExists: (): ApiError => new ApiError(400, 160004, 'A thread has already been created for this message'),
};

/** "Invalid Form Body" with the given field errors, each with the path of its field. */
export function invalidForm(
  fields: readonly { readonly path: readonly PropertyKey[]; readonly error: FieldError }[],
): ApiError {
  const errors: FieldErrors = {};
  for (const { path, error } of fields) {
    let place = errors;
    for (const key of path) {
      const inner = place[String(key)];
      const next: FieldErrors = inner === undefined || Array.isArray(inner) ? {} : inner;
      place[String(key)] = next;
      place = next;
    }
    const known = place['_errors'];
    place['_errors'] = [...(Array.isArray(known) ? known : []), error];
  }
  return new ApiError(400, 50035, { message: 'Invalid Form Body', errors });
}

/** Runs `check`; the errors that it finds in fields are told as errors inside `field`. */
export function inField<T>(field: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof ApiError) || !error.errors) throw error;
    throw new ApiError(error.status, error.code, { message: error.message, errors: { [field]: error.errors } });
  }
}

/** "Invalid Form Body" with one field error. */
export function invalidField(path: readonly PropertyKey[], code: string, message: string): ApiError {
  return invalidForm([{ path, error: { code, message } }]);
}
