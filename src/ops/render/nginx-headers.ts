import { STYLE_SOURCE } from './web-pages.ts';

/** Two years, as Mozilla's guideline asks. Without `includeSubDomains`: other hosts under the domain are not ours to decide. */
const HSTS = 'max-age=63072000';

/** Allows the style of our own pages and nothing else: no script, no form, no foreign frame. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src ${STYLE_SOURCE}`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

const PERMISSIONS_POLICY = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'payment',
  'usb',
]
  .map((feature) => `${feature}=()`)
  .join(', ');

const HEADERS: readonly (readonly [name: string, value: string])[] = [
  ['X-Frame-Options', 'SAMEORIGIN'],
  ['X-Content-Type-Options', 'nosniff'],
  ['X-XSS-Protection', '1; mode=block'],
  ['Content-Security-Policy', CONTENT_SECURITY_POLICY],
  ['Referrer-Policy', 'strict-origin-when-cross-origin'],
  ['Permissions-Policy', PERMISSIONS_POLICY],
];

/**
 * The headers of every answer, errors included (`always`). They stand at the server, and no location may have an
 * `add_header` of its own: nginx would then drop all of these. Without TLS there is no HSTS (RFC 6797, section 7.2).
 */
export function securityHeaders({ isTls }: { readonly isTls: boolean }): readonly string[] {
  const sent = isTls ? [['Strict-Transport-Security', HSTS] as const, ...HEADERS] : HEADERS;
  return [
    '',
    ...sent.map(([name, value]) => `add_header ${name} "${value}" always;`),
    // Both are empty, and then left out, where the bot has said it itself.
    'add_header Cache-Control $onomancer_cache_control always;',
    'add_header Retry-After $onomancer_retry_after always;',
  ];
}

/** The bot's own answers carry some of them too: each is sent once, as it is set here. */
export function hiddenHeaders(): readonly string[] {
  return ['Strict-Transport-Security', ...HEADERS.map(([name]) => name)].map((name) => `proxy_hide_header ${name};`);
}
