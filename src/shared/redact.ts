import type { Secret } from './secret.ts';

/** Takes secrets out of a text. */
export type Redact = (text: string) => string;

const GONE = '[secret]';

/** Shorter ones cannot be told from ordinary text: taking them out would tear words apart and betray them that way. */
const MIN_SECRET_CHARS = 6;

/**
 * What looks like a secret, though nobody told us that it is one. Each pattern is linear: a long text cannot stall it.
 *
 * - Tokens of Discord have three parts: https://discord.com/developers/docs/reference#authentication
 * - Tokens of interactions stand in the path of callbacks and follow-ups, and are good for 15 minutes:
 *   https://discord.com/developers/docs/interactions/receiving-and-responding#endpoints
 */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/((?:\/|%2F)(?:webhooks|interactions)(?:\/|%2F)\d{5,25}(?:\/|%2F))(?:(?!%2F)[^\s"'/?#\\&<>])+/gi, `$1${GONE}`],
  [/aW50ZXJhY3Rpb246[\w-]{20,}/g, GONE],
  [/[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}/g, GONE],
  [/\beyJ[\w-]{8,500}\.[\w-]{8,8000}\.[\w-]+/g, GONE],
  [/\blin_(?:api|oauth|wh)_\w{8,}/g, GONE],
  [/\bsk-ant-[\w-]{8,}/g, GONE],
  [
    /(authorization\\{0,3}["']?\s{0,9}[:=]\s{0,9}\\{0,3}["']?)(?:(?:Bot|Bearer|Basic)\s{1,9})?[^\s"',;\\}]+/gi,
    `$1${GONE}`,
  ],
  [/\b(Bot|Bearer|Basic)\s{1,9}(?=[A-Za-z~+/=-]{0,200}[\d._])[\w.~+/=-]{16,}/g, `$1 ${GONE}`],
  [/([?&](?:token|access_token|api_?key|key|secret|signature|sig|password)=)[^&\s"'#\\]+/gi, `$1${GONE}`],
  [/\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/:@"']{0,200}:[^\s/@"']{1,200}@/gi, `$1${GONE}@`],
  [/-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]{0,8000}?-----END [A-Z ]{0,30}PRIVATE KEY-----/g, GONE],
];

/** Takes out what looks like a secret, whoever it belongs to. */
export const redactPatterns: Redact = (text) =>
  PATTERNS.reduce((left, [pattern, replacement]) => left.replace(pattern, replacement), text);

/**
 * Takes out these secrets, as they are and in every form in which they travel (in JSON, in URLs, in base 64 at any
 * position, in hex), and then whatever looks like one.
 */
export function redactor(secrets: readonly Secret[]): Redact {
  const known = knownForms(secrets);
  if (known === null) return redactPatterns;
  return (text) => redactPatterns(text.replace(known, GONE));
}

function knownForms(secrets: readonly Secret[]): RegExp | null {
  const texts = secrets.map((secret) => secret.reveal()).filter((text) => text.length >= MIN_SECRET_CHARS);
  const forms = [...new Set(texts.flatMap(formsOf))].sort((a, b) => b.length - a.length);
  if (forms.length === 0) return null;
  return new RegExp(forms.map((form) => form.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'), 'g');
}

function formsOf(text: string): readonly string[] {
  const inJson = JSON.stringify(text).slice(1, -1);
  // Half a surrogate pair would make encodeURIComponent throw.
  const wellFormed = Buffer.from(text).toString();
  const inUrl = encodeURIComponent(wellFormed);
  const hex = Buffer.from(text).toString('hex');
  return [
    text,
    inJson,
    JSON.stringify(inJson).slice(1, -1),
    inUrl,
    inUrl.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    inUrl.replaceAll('%20', '+'),
    encodeURI(wellFormed),
    hex,
    hex.toUpperCase(),
    ...[0, 1, 2].flatMap((offset) => inBase64(text, offset)),
  ];
}

/**
 * The part of its base 64 that does not depend on what stands around it, when `offset` bytes (modulo 3) stand before it:
 * `user:secret` in basic authentication, say.
 */
function inBase64(text: string, offset: number): readonly string[] {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]);
  const certain = bytes.toString('base64').slice(Math.ceil((offset * 8) / 6), Math.floor((bytes.length * 8) / 6));
  return [certain, certain.replaceAll('+', '-').replaceAll('/', '_')];
}
