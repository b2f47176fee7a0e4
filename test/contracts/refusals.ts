import type { RawRequest, RefusalStage } from './refusal-stage.ts';

/** A request that Discord refuses, and how. */
export interface Refusal {
  readonly name: string;
  /** Makes what has to be there before, and gives the request. */
  ask(stage: RefusalStage): RawRequest | Promise<RawRequest>;
  readonly status: number;
  readonly code: number;
  /** Where and why a form is refused: `embeds.0.title BASE_TYPE_MAX_LENGTH`; null where only the refusal is documented. */
  readonly field: string | null;
  /** Where the rule stands. */
  readonly source: string;
}

const DOCS = 'https://docs.discord.com/developers';
/** Where the rule stands in Discord's pages; `openapi:` names a schema of the OpenAPI description. */
export const IN = {
  status: `${DOCS}/topics/opcodes-and-status-codes`,
  codes: `${DOCS}/topics/opcodes-and-status-codes#json-json-error-codes`,
  createMessage: `${DOCS}/resources/message#create-message-json/form-params`,
  limitations: `${DOCS}/resources/message#create-message-limitations`,
  getMessages: `${DOCS}/resources/message#get-channel-messages-query-string-params`,
  getReactions: `${DOCS}/resources/message#get-reactions-query-string-params`,
  createReaction: `${DOCS}/resources/message#create-reaction`,
  embedLimits: `${DOCS}/resources/message#embed-object-embed-limits`,
  mentions: `${DOCS}/resources/message#allowed-mentions-object`,
  reference: `${DOCS}/resources/message#message-reference-structure`,
  row: `${DOCS}/components/reference#action-row`,
  customId: `${DOCS}/components/reference#anatomy-of-a-component-custom-id`,
  button: `${DOCS}/components/reference#button-button-structure`,
  select: `${DOCS}/components/reference#string-select-string-select-structure`,
  option: `${DOCS}/components/reference#string-select-select-option-structure`,
  label: `${DOCS}/components/reference#label-label-structure`,
  legacy: `${DOCS}/components/reference#legacy-message-component-behavior`,
  upload: `${DOCS}/reference#uploading-files`,
  contentType: `${DOCS}/reference#content-type`,
  versions: `${DOCS}/reference#api-versioning`,
  snowflake: `${DOCS}/reference#snowflakes`,
  authentication: `${DOCS}/reference#authentication`,
  threads: `${DOCS}/resources/channel#start-thread-without-message`,
  respond: `${DOCS}/interactions/receiving-and-responding#responding-to-an-interaction`,
  followUp: `${DOCS}/interactions/receiving-and-responding#followup-messages`,
  callbackType: `${DOCS}/interactions/receiving-and-responding#interaction-response-object-interaction-callback-type`,
  callbackData: `${DOCS}/interactions/receiving-and-responding#interaction-response-object-interaction-callback-data-structure`,
  commandName: `${DOCS}/interactions/application-commands#application-command-object-application-command-naming`,
  command: `${DOCS}/interactions/application-commands#application-command-object-application-command-structure`,
  commandOption: `${DOCS}/interactions/application-commands#application-command-object-application-command-option-structure`,
  commandChoice: `${DOCS}/interactions/application-commands#application-command-object-application-command-option-choice-structure`,
  registering: `${DOCS}/interactions/application-commands#registering-a-command`,
  slash: `${DOCS}/interactions/application-commands#slash-commands`,
  nesting: `${DOCS}/interactions/application-commands#subcommands-and-subcommand-groups`,
  locales: `${DOCS}/reference#locales`,
} as const;

type Ask = Refusal['ask'];

/** A row: the name, the request, status and code, and where the rule stands. */
export function refused(name: string, ask: Ask, [status, code]: readonly [number, number], source: string): Refusal {
  return { name, ask, status, code, field: null, source };
}

/** A row that ends in "Invalid Form Body", the most frequent refusal; `field` as in `Refusal`. */
export function form(name: string, ask: Ask, field: string | null, source: string): Refusal {
  return { name, ask, status: 400, code: 50035, field, source };
}

/** Discord's codes for the length of texts and lists. */
export const TOO_LONG = 'BASE_TYPE_MAX_LENGTH';
export const BAD_LENGTH = 'BASE_TYPE_BAD_LENGTH';

/** Text of this many characters. */
export const x = (length: number): string => 'x'.repeat(length);
/** That many things. */
export const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** The id of nothing. */
export const NOBODY = '123456789012345678';

/** A new message in the channel of the sprint. */
export const post = (body: unknown) => (stage: RefusalStage) => ({
  method: 'POST',
  path: `/channels/${stage.channel()}/messages`,
  body,
});

/** The path of a message that the bot has written. */
export async function written(stage: RefusalStage): Promise<string> {
  const message = await stage.accepted({
    method: 'POST',
    path: `/channels/${stage.channel()}/messages`,
    body: { content: 'old' },
  });
  return `/channels/${stage.channel()}/messages/${String(message['id'])}`;
}
