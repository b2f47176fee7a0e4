import { WEB_PATHS } from '../../shared/paths.ts';
import { block, type Lines } from './nginx-block.ts';
import { errorPages } from './nginx-errors.ts';
import { hiddenHeaders } from './nginx-headers.ts';
import { BOT, CONNECTIONS, RATES } from './nginx-http-level.ts';
import { UNAVAILABLE_TEXT } from './web-pages.ts';

/** The bot's own limit for the body of a webhook. */
const WEBHOOK_BODY = '1m';

/** Where nginx asks the bot how it is. Nobody else can reach an address that is `internal`. */
const BOT_HEALTH = '/.bot-health';
const STATUS_PAGE = '/.status-page';

/** What the internet may ask for. Nothing answers for the bot: while it is away there is the status page, with 503. */
export function publicLocations(): Lines {
  return [
    '',
    ...limit('rest'),
    '',
    ...proxySettings({ addressee: '$remote_addr', hasBody: true }),
    '',
    ...hiddenHeaders(),
    '',
    ...errorPages(),
    `error_page 502 504 =503 ${STATUS_PAGE};`,
    '',
    '# For people.',
    ...block('location = /', [
      `auth_request ${BOT_HEALTH};`,
      // The page is told why there is no health page to read: the bot says that it is down, or it says nothing.
      'auth_request_set $onomancer_bot_said $upstream_status;',
      ...errorPages().filter((line) => !line.startsWith('error_page 500 ')),
      `error_page 500 =503 ${STATUS_PAGE};`,
      ...statusPage(),
    ]),
    // The body of a webhook that found the bot away has been counted already.
    ...block(`location = ${STATUS_PAGE}`, ['internal;', 'client_max_body_size 0;', ...statusPage()]),
    ...block(`location = ${BOT_HEALTH}`, [
      'internal;',
      'proxy_pass_request_body off;',
      ...proxySettings({ addressee: '$remote_addr', hasBody: false }),
      // Not the status page: it is what asks.
      ...errorPages(),
      'error_page 502 504 =503 @no-health;',
      `proxy_pass ${BOT}/health;`,
    ]),
    ...block('location @no-health', ['return 503 "";']),
    '',
    '# For programs. Signed by their senders; the bot checks.',
    ...block('location /webhooks/', [
      ...limit('webhooks'),
      `limit_conn ${CONNECTIONS.zone} ${CONNECTIONS.webhooks};`,
      `client_max_body_size ${WEBHOOK_BODY};`,
      `proxy_pass ${BOT};`,
    ]),
    ...block('location /', [`proxy_pass ${BOT};`]),
    '',
    '# For nobody outside: the numbers, the probes, and whatever begins with a dot.',
    ...['location = /metrics', 'location /health/', String.raw`location ~ /\.`].flatMap((place) =>
      block(place, ['try_files "" @error-404;']),
    ),
  ];
}

/** What programs on the server itself may ask for: everything that the bot answers. */
export function loopbackLocations(): Lines {
  return [
    `client_max_body_size ${WEBHOOK_BODY};`,
    // Without an address the bot knows that the one who asks is on this machine.
    ...proxySettings({ addressee: '""', hasBody: true }),
    'add_header Retry-After $onomancer_retry_after always;',
    'error_page 502 504 =503 @unavailable;',
    ...block('location /', [`proxy_pass ${BOT};`]),
    ...block('location @unavailable', [
      'types { }',
      'default_type "text/plain; charset=utf-8";',
      String.raw`return 503 "${UNAVAILABLE_TEXT}\n";`,
    ]),
  ];
}

function limit(kind: keyof typeof RATES): Lines {
  const { zone, burst } = RATES[kind];
  return [`limit_req zone=${zone} burst=${burst} nodelay;`];
}

/** The server-side includes of the page ask the bot; the result must not be kept by anybody. */
function statusPage(): Lines {
  return [`root ${WEB_PATHS.pagesDir};`, 'ssi on;', 'ssi_last_modified off;', 'try_files /status.html =404;'];
}

interface Proxied {
  /** For X-Forwarded-For. */
  readonly addressee: string;
  readonly hasBody: boolean;
}

/** What came in these headers from outside does not count: the bot believes the proxy. */
function proxySettings({ addressee, hasBody }: Proxied): Lines {
  return [
    'proxy_http_version 1.1;',
    'proxy_set_header Host $host;',
    'proxy_set_header Connection "";',
    `proxy_set_header X-Forwarded-For ${addressee};`,
    'proxy_set_header X-Forwarded-Proto $scheme;',
    'proxy_set_header X-Forwarded-Host $host;',
    'proxy_set_header X-Real-IP "";',
    'proxy_set_header Forwarded "";',
    ...(hasBody ? [] : ['proxy_set_header Content-Length "";']),
    'proxy_connect_timeout 3s;',
    'proxy_send_timeout 15s;',
    'proxy_read_timeout 30s;',
    ...nextInLine(),
  ];
}

/**
 * When the release that stands by is asked: when the live one cannot be reached, or went away before it answered. Also for
 * a POST, which may have been taken in by then: only webhooks are posted here, both releases keep them in the same inbox,
 * and that takes each delivery once. What the live one has answered stands, also a 503. Somebody who waited for an answer
 * in vain is not made to wait twice.
 */
function nextInLine(): Lines {
  return ['proxy_next_upstream error timeout non_idempotent;', 'proxy_next_upstream_timeout 10s;'];
}
