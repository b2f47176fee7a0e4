const SECRET = '[secret]';

/** A copy for the record: without any field named `token`, and without the bot token wherever it stands in a text. */
export function redact(value: unknown, botToken: string): unknown {
  if (typeof value === 'string') return value.replaceAll(botToken, SECRET);
  if (Array.isArray(value)) return value.map((inner) => redact(inner, botToken));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, key === 'token' ? SECRET : redact(inner, botToken)]),
  );
}

/** A path for the record: the token of an interaction, which is as good as a key for 15 minutes, is taken out. */
export function redactPath(path: string): string {
  return path
    .replace(/(\/webhooks\/[^/?]+\/)[^/?]+/, `$1${SECRET}`)
    .replace(/(\/interactions\/[^/?]+\/)[^/?]+/, `$1${SECRET}`);
}
