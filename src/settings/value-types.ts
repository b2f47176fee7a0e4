import { isAbsolute } from 'node:path';
import { Secret } from '../shared/secret.ts';

/** What came of reading a text: the value, or what is wrong with it (the end of a sentence that starts with "it"). */
export type Parsed<T> = { readonly value: T } | { readonly wrong: string };

/** A kind of value: what is accepted, in words, and how a text becomes one. */
export interface ValueType<T> {
  /** For people: `a whole number from 1 to 10`. */
  readonly wanted: string;
  parse(text: string): Parsed<T>;
}

/**
 * A token or key. Its shape is left to the service that made it, which is asked at the start; only what can never be
 * right is refused: white space, quotes and placeholders.
 */
export function secretText(wanted: string): ValueType<Secret> {
  return {
    wanted,
    parse(text) {
      if (/^(Bot|Bearer)\s/i.test(text)) return { wrong: 'starts with a word like "Bot": give the token alone' };
      if (/\s/.test(text)) return { wrong: 'has white space inside' };
      if (/["'`]/.test(text)) return { wrong: 'has quotes inside' };
      if (isPlaceholder(text)) return { wrong: 'is still the placeholder of an example' };
      return { value: new Secret(text) };
    },
  };
}

/** Shorter ones can be found by trying: whoever has the secret can tell us anything. */
const MIN_WEBHOOK_SECRET_CHARS = 16;

/** The secret with which a sender signs its webhooks. */
export const webhookSecret: ValueType<Secret> = {
  wanted: `the secret of the webhook, at least ${MIN_WEBHOOK_SECRET_CHARS} characters without spaces and quotes`,
  parse(text) {
    if (text.length < MIN_WEBHOOK_SECRET_CHARS) return { wrong: 'is too short to be safe' };
    return secretText('the secret of the webhook').parse(text);
  },
};

const PLACEHOLDER =
  /^(<.*>|\[.*\]|\{.*\}|\$.*|(your|my|the|put|insert|paste|add)[-_].*|change[-_]?(me|it|this)|replace[-_]?(me|this).*|example.*|place-?holder|secret|token|todo|none|null|undefined|x{3,}|\.{2,}|…+|\*+)$/i;

function isPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text);
}

/** The id of something in Discord. Source: https://discord.com/developers/docs/reference#snowflakes */
export const snowflake: ValueType<string> = {
  wanted: 'an id of Discord: 17 to 20 digits',
  parse: (text) => (/^\d{17,20}$/.test(text) ? { value: text } : { wrong: 'is not 17 to 20 digits' }),
};

/** As semantic versioning wants what follows the plus sign: https://semver.org/#spec-item-10. */
export const releaseId: ValueType<string> = {
  wanted: 'letters, digits, dots and dashes, at most 64',
  parse: (text) =>
    /^[0-9A-Za-z.-]{1,64}$/.test(text) ? { value: text } : { wrong: 'has other signs in it, or is too long' },
};

/** One word or phrase without line breaks. */
export function line(wanted: string): ValueType<string> {
  return { wanted, parse: (text) => (/[\r\n]/.test(text) ? { wrong: 'has more than one line' } : { value: text }) };
}

/** A whole number in a range, both ends included. */
export function wholeNumber(min: number, max: number, meaning = ''): ValueType<number> {
  return {
    wanted: `a whole number from ${min} to ${max}${meaning}`,
    parse(text) {
      if (!/^-?\d+$/.test(text)) return { wrong: 'is not a whole number' };
      const value = Number(text);
      return value >= min && value <= max ? { value } : { wrong: `is not between ${min} and ${max}` };
    },
  };
}

/** One of a closed list, in any case. */
export function oneOf<const T extends string>(choices: readonly T[]): ValueType<T> {
  return {
    wanted: `one of ${choices.join(', ')}`,
    parse(text) {
      const value = choices.find((choice) => choice === text.toLowerCase());
      return value === undefined ? { wrong: 'is none of these' } : { value };
    },
  };
}

/** `yes` or `no`, nothing else, so that nobody wonders what `off` or `0` did. */
export const yesNo: ValueType<boolean> = {
  wanted: 'yes or no',
  parse: (text) => (text === 'yes' || text === 'no' ? { value: text === 'yes' } : { wrong: 'is neither yes nor no' }),
};

/** A path; a relative one stands under the base directory. */
export const path: ValueType<string> = {
  wanted: 'a path, absolute or relative to BASE_DIR',
  parse: checkedPath,
};

/** A path from the root. */
export const absolutePath: ValueType<string> = {
  wanted: 'an absolute path',
  parse: (text) => (isAbsolute(text) ? checkedPath(text) : { wrong: 'does not start with /' }),
};

function checkedPath(text: string): Parsed<string> {
  if (text.startsWith('~')) return { wrong: 'starts with ~, which only a shell understands: write the whole path' };
  return text.includes('\0') ? { wrong: 'has a NUL character inside' } : { value: text };
}

/** Linux has room for 107 bytes in a socket's address, macOS for 103 (`sun_path` in sys/un.h). */
const MAX_SOCKET_PATH_BYTES = 103;

/** Where a unix socket is made. */
export const socketPath: ValueType<string> = {
  wanted: `an absolute path of at most ${MAX_SOCKET_PATH_BYTES} bytes`,
  parse(text) {
    if (Buffer.byteLength(text) > MAX_SOCKET_PATH_BYTES) return { wrong: 'is too long for a unix socket' };
    return absolutePath.parse(text);
  },
};

/** An IP address of this machine. Names are refused, because what they mean can change. */
export const ipAddress: ValueType<string> = {
  wanted: 'an IP address of this machine, for example 127.0.0.1 or ::1',
  parse: (text) => (isIp(text) ? { value: text } : { wrong: 'is not an IP address' }),
};

/** True for an address that only this machine can reach. */
export function isLoopback(host: string): boolean {
  return /^127(\.\d{1,3}){3}$/.test(host) || host === '::1' || host === 'localhost';
}

function isIp(text: string): boolean {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return text.split('.').every((part) => Number(part) <= 255);
  return /^[0-9a-f:.]*:[0-9a-f:.]*$/i.test(text) && URL.canParse(`http://[${text}]`);
}

/** The root of somebody's API. Unencrypted only on this machine, because tokens travel there. */
export const apiUrl: ValueType<string> = {
  wanted: 'a URL that starts with https:// (http:// only for this machine)',
  parse(text) {
    const url = parseUrl(text);
    if (!url || !['http:', 'https:'].includes(url.protocol)) return { wrong: 'is not such a URL' };
    if (url.username !== '' || url.password !== '') return { wrong: 'has a user name or password inside' };
    if (url.search !== '' || url.hash !== '') return { wrong: 'has a "?" or "#" part' };
    if (url.protocol === 'http:' && !isLoopback(url.hostname.replace(/^\[|\]$/g, ''))) {
      return { wrong: 'would send tokens unencrypted' };
    }
    return { value: text.replace(/\/+$/, '') };
  },
};

/** Origins of web pages, with commas between them; each as a browser sends it. */
export const origins: ValueType<readonly string[]> = {
  wanted: 'origins with commas between, each like https://status.example.com: no path, no final /, no *',
  parse(text) {
    const parts = text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
    const wrong = parts.filter(
      (part) => !/^https?:$/.test(parseUrl(part)?.protocol ?? '') || parseUrl(part)?.origin !== part,
    );
    return wrong.length === 0
      ? { value: [...new Set(parts)] }
      : { wrong: `contains what is no origin: ${wrong.join(' and ')}` };
  },
};

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}
