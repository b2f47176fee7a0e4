import type { Redact } from '../../shared/redact.ts';

/** JSON without surprises: bounded, without cycles, without secrets. */
export type Loggable = string | number | boolean | null | readonly Loggable[] | { readonly [key: string]: Loggable };

const MAX_DEPTH = 6;
const MAX_ENTRIES = 50;
/** Of one log line altogether, so that a wide and deep object cannot fill the disk. */
const MAX_VALUES = 500;
const MAX_TEXT_CHARS = 2_000;
const MAX_STACK_CHARS = 4_000;

/** Whatever stands under such a name is a secret, whatever it looks like. */
const SECRET_KEY =
  /^(?:(?:proxy-?)?authorization|(?:set-)?cookie|(?:.*[_-])?(?:token|password|passwd|secret|api[_-]?key|private[_-]?key)|(?:bot|api|access|refresh|interaction)Token|apiKey|privateKey)$/i;

interface Walk {
  readonly redact: Redact;
  readonly path: Set<object>;
  left: number;
}

interface Place {
  readonly depth: number;
  readonly walk: Walk;
}

/** Any value as something to log. Never throws: what cannot be read says so. */
export function toLoggable(value: unknown, redact: Redact): Loggable {
  return visit(value, 0, { redact, path: new Set(), left: MAX_VALUES });
}

function visit(value: unknown, depth: number, walk: Walk): Loggable {
  walk.left -= 1;
  if (walk.left < 0) return '[more]';
  switch (typeof value) {
    case 'string':
      return text(value, walk, MAX_TEXT_CHARS);
    case 'number':
      return Number.isFinite(value) ? plainNumber(value, walk) : String(value);
    case 'boolean':
      return value;
    case 'bigint':
    case 'symbol':
      return text(String(value), walk, MAX_TEXT_CHARS);
    case 'undefined':
      return null;
    case 'function':
      return '[function]';
    case 'object':
      return value === null ? null : visitObject(value, depth, walk);
  }
}

/** A number that is a secret (a PIN, say) is one too. */
function plainNumber(value: number, walk: Walk): Loggable {
  const written = String(value);
  return walk.redact(written) === written ? value : '[secret]';
}

/** First without secrets, then cut: cutting first could leave half a secret that nothing recognises. */
function text(value: string, walk: Walk, maxChars: number): string {
  const safe = walk.redact(value);
  return safe.length <= maxChars ? safe : `${safe.slice(0, maxChars)}… (${safe.length} characters)`;
}

function visitObject(value: object, depth: number, walk: Walk): Loggable {
  if (walk.path.has(value)) return '[circular]';
  if (depth >= MAX_DEPTH) return '[deeper]';
  walk.path.add(value);
  try {
    return read(value, depth, walk);
  } catch {
    return '[unreadable]';
  } finally {
    walk.path.delete(value);
  }
}

function read(value: object, depth: number, walk: Walk): Loggable {
  if (value instanceof Error) return readError(value, depth, walk);
  if (Array.isArray(value)) return list(value, depth, walk);
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
  if (value instanceof Map) return list([...value].slice(0, MAX_ENTRIES + 1), depth, walk);
  if (value instanceof Set) return list([...value].slice(0, MAX_ENTRIES + 1), depth, walk);
  const { toJSON } = value as { toJSON?: unknown };
  // Dates, URLs and Secrets know how they want to be shown.
  if (typeof toJSON === 'function') return visit(toJSON.call(value), depth + 1, walk);
  return fields(value, Object.keys(value), { depth, walk });
}

function list(values: readonly unknown[], depth: number, walk: Walk): Loggable {
  const shown = values.slice(0, MAX_ENTRIES).map((entry) => visit(entry, depth + 1, walk));
  return values.length > MAX_ENTRIES ? [...shown, '[more]'] : shown;
}

/** The named fields of an object; those that are undefined are left out. */
function fields(value: object, keys: readonly string[], { depth, walk }: Place): Record<string, Loggable> {
  const shown = emptyRecord();
  for (const key of keys.slice(0, MAX_ENTRIES)) {
    const field = readField(value, key);
    if (field === undefined) continue;
    const isSecret = SECRET_KEY.test(key) && (typeof field === 'string' || typeof field === 'number');
    shown[text(key, walk, 100)] = isSecret ? '[secret]' : visit(field, depth + 1, walk);
  }
  if (keys.length > MAX_ENTRIES) shown['…'] = '[more]';
  return shown;
}

/** Without a prototype, so that a field named `__proto__` is a field like any other. */
export function emptyRecord(): Record<string, Loggable> {
  return Object.create(null) as Record<string, Loggable>;
}

/** One field that throws when it is read does not take the others with it. */
function readField(value: object, key: string): unknown {
  try {
    return (value as Readonly<Record<string, unknown>>)[key];
  } catch {
    return '[unreadable]';
  }
}

/** Most of these are not enumerable. */
const ERROR_FIELDS: readonly string[] = ['name', 'code', 'message', 'facts', 'cause', 'errors'];

/** The usual fields first, then what the vendor added, then the stack. */
function readError(error: Error, depth: number, walk: Walk): Loggable {
  const added = Object.keys(error).filter((key) => key !== 'stack' && !ERROR_FIELDS.includes(key));
  const shown = fields(error, [...ERROR_FIELDS, ...added], { depth, walk });
  const stack = readField(error, 'stack');
  if (typeof stack === 'string') shown.stack = text(stack, walk, MAX_STACK_CHARS);
  return shown;
}
