/** Something that a description says otherwise than the vendor's own documentation, which wins. */
export interface KnownGap {
  /** Matches the whole line of the complaint. */
  readonly problem: RegExp;
  readonly why: string;
  /** Where the vendor documents it. */
  readonly source: string;
}

const DOCS = 'https://docs.discord.com/developers';

/** Where Discord's OpenAPI description is wrong or silent. */
export const OPENAPI_GAPS: readonly KnownGap[] = [
  {
    problem: /commands request body (\/\d+)?\/nsfw: is not in the description$/,
    why: 'The description of a command has no nsfw.',
    source: `${DOCS}/interactions/application-commands#create-global-application-command-json-params`,
  },
  {
    problem: /commands request body (\/\d+)?\/default_member_permissions: must be integer,null$/,
    why: 'Bits of permissions travel as text, because they do not fit into the numbers of JSON.',
    source: `${DOCS}/topics/permissions`,
  },
  {
    problem: /^POST \/(interactions|webhooks)\/.* request body \/files\[\d\]: is not in the description$/,
    why: 'The multipart form of these routes is described without its files.',
    source: `${DOCS}/interactions/receiving-and-responding#create-interaction-response`,
  },
  {
    problem: /request body (\/data)?\/attachments\/\d+\/id: must match format "snowflake"$/,
    why: 'For a new file the id is its number in files[n].',
    source: `${DOCS}/reference#uploading-files`,
  },
];

/** Where the types of discord-api-types are behind what Discord sends. */
export const TYPE_GAPS: readonly KnownGap[] = [
  {
    problem: /^GUILD_CREATE \/d\/hub_type: is missing$/,
    why: 'Neither the documentation nor the OpenAPI description knows it.',
    source: `${DOCS}/resources/guild#guild-object-guild-structure`,
  },
  {
    problem: /^GUILD_CREATE \/d\/(home_header|nsfw): is not in the type$/,
    why: 'The OpenAPI description requires it (GuildWithCountsResponse).',
    source: 'https://github.com/discord/discord-api-spec',
  },
  {
    problem: /^INTERACTION_CREATE \/d\/channel\/(app_)?permissions: is not in the type$/,
    why: 'The channel of an interaction is a partial one, with what one may do there.',
    source: `${DOCS}/interactions/receiving-and-responding#interaction-object-resolved-data-structure`,
  },
  {
    problem:
      /^INTERACTION_CREATE \/d\/data\/resolved\/channels\/\d+\/(last_message_id|nsfw|parent_id|guild_id|flags|rate_limit_per_user|topic|position): is not in the type$/,
    why: 'Partial channels have more than the four fields of the type.',
    source: `${DOCS}/interactions/receiving-and-responding#interaction-object-resolved-data-structure`,
  },
  {
    problem: /^INTERACTION_CREATE \/d\/data\/id: is not in the type$/,
    why: 'The id of the component that was used.',
    source: `${DOCS}/components/reference#string-select-string-select-interaction-response-structure`,
  },
  {
    problem: /^RESUMED \/d: is \{"_trace":\[\]\}, not undefined$/,
    why: 'The documentation says nothing about the data of RESUMED; the gateway sends what it sends with READY for tracing.',
    source: `${DOCS}/events/gateway-events#resumed`,
  },
  {
    problem: /^(op 7|op 11) \/d: is null, not undefined$/,
    why: 'Every frame has a d, which is null where there is nothing to say.',
    source: `${DOCS}/events/gateway-events#payload-structure`,
  },
];

/** The problems that no gap explains, each once, and the gaps that explain none. */
export function sift(
  problems: readonly string[],
  gaps: readonly KnownGap[],
): { readonly problems: readonly string[]; readonly unused: readonly string[] } {
  const rest = problems.filter((problem) => !gaps.some((gap) => gap.problem.test(problem)));
  const unused = gaps.filter((gap) => !problems.some((problem) => gap.problem.test(problem)));
  return { problems: [...new Set(rest)], unused: unused.map(({ problem }) => String(problem)) };
}
