/** Requests per second from one address, and how many more at once are let through. */
export const RATES = {
  rest: { zone: 'onomancer_rest', perSecond: 10, burst: 20 },
  webhooks: { zone: 'onomancer_webhooks', perSecond: 30, burst: 60 },
} as const;

/** Open requests of one address. A sender of webhooks may have as many as it may send in a burst. */
export const CONNECTIONS = { zone: 'onomancer_connections', rest: 20, webhooks: 90 } as const;

/** The first half of an IPv6 address: one customer has at least that much, and could take a new one for each request. */
export const IPV6_NETWORK = String.raw`~^(?<onomancer_v6>(?:[0-9a-f]{1,4}:){4}|(?:[0-9a-f]{1,4}:){1,3}(?=:))`;

/** The address without its last part, for the access log: enough to tell that it is the same network. */
export const IPV4_NETWORK = String.raw`~^(?<onomancer_v4>\d+\.\d+\.\d+)\.`;

/** nginx refuses to start when a name does not fit; the usual size takes about this many letters. */
const LONG_NAME_CHARS = 40;

/** The processes of the bot, as one: the name that stands in `proxy_pass`. */
export const BOT = 'http://onomancer_bot';

/** Where the bot listens. */
export interface BotSockets {
  readonly live: string;
  /** While a new release is watched: the one before it. */
  readonly standby: string;
}

/** What stands outside the servers: where the bot is, how clients are counted, and what the access log says. */
export function httpLevel(names: readonly string[], sockets: BotSockets): readonly string[] {
  return [
    ...(names.some((name) => name.length > LONG_NAME_CHARS) ? ['server_names_hash_bucket_size 512;', ''] : []),
    '# The live release; and the one before it, which stands by while a new one is watched and answers when that dies.',
    'upstream onomancer_bot {',
    // Nobody is left out for a while after a failure: a link can lead to somebody else at any moment.
    `    server unix:${sockets.live} max_fails=0;`,
    `    server unix:${sockets.standby} backup max_fails=0;`,
    '}',
    '',
    '# Whom a request comes from, and how much of that is taken.',
    ...map('$remote_addr', '$onomancer_client', [
      [IPV6_NETWORK, '$onomancer_v6'],
      ['default', '$remote_addr'],
    ]),
    ...Object.values(RATES).map(
      ({ zone, perSecond }) => `limit_req_zone $onomancer_client zone=${zone}:10m rate=${perSecond}r/s;`,
    ),
    `limit_conn_zone $onomancer_client zone=${CONNECTIONS.zone}:10m;`,
    '',
    '# When to try again, unless the bot has said so itself.',
    ...map('$status:$upstream_http_retry_after', '$onomancer_retry_after', [
      ['429:', '1'],
      ['503:', '30'],
      ['default', '""'],
    ]),
    ...map('$upstream_http_cache_control', '$onomancer_cache_control', [
      ['""', 'no-store'],
      ['default', '""'],
    ]),
    '',
    '# The access log has no query strings and no whole addresses.',
    ...map('$remote_addr', '$onomancer_network', [
      [IPV4_NETWORK, '$onomancer_v4.0'],
      ['default', '$onomancer_client:'],
    ]),
    ...map('$request_uri', '$onomancer_path', [['~^(?<onomancer_path_only>[^?]*)', '$onomancer_path_only']]),
    ...map('$request_id', '$onomancer_reference', [['~^(?<onomancer_id>.{8})', '$onomancer_id']]),
    "log_format onomancer '$time_iso8601 $onomancer_network $request_method $onomancer_path $status '",
    "                     '$bytes_sent bytes $request_time s, bot: $upstream_status $upstream_response_time s, '",
    "                     'reference $onomancer_reference';",
  ];
}

function map(from: string, to: string, rows: readonly (readonly [when: string, then: string])[]): readonly string[] {
  return [`map ${from} ${to} {`, ...rows.map(([when, then]) => `    ${quoted(when)} ${then};`), '}'];
}

/** Braces end a word in this language unless it is quoted. */
function quoted(word: string): string {
  return /[{};]/.test(word) ? `"${word.replaceAll('\\', '\\\\')}"` : word;
}
