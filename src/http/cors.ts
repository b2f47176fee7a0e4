/** How long a browser may remember the answer to a preflight request. */
const MAX_AGE_SECONDS = 600;

/**
 * The CORS headers for a request from this origin; empty when CORS is off. Origins are compared exactly, as browsers
 * send them. Source: https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export function corsHeaders(
  allowed: ReadonlySet<string>,
  origin: string | undefined,
): Readonly<Record<string, string>> {
  if (allowed.size === 0) return {};
  // Also for others, or a cache would give one origin the answer that was made for another.
  if (origin === undefined || !allowed.has(origin)) return { vary: 'Origin' };
  return { vary: 'Origin', 'access-control-allow-origin': origin, 'cross-origin-resource-policy': 'cross-origin' };
}

/** What a browser is told when it asks first; null when this origin may not. */
export function preflightHeaders(
  allowed: ReadonlySet<string>,
  origin: string | undefined,
): Readonly<Record<string, string>> | null {
  if (origin === undefined || !allowed.has(origin)) return null;
  return { 'access-control-allow-methods': 'GET, HEAD', 'access-control-max-age': String(MAX_AGE_SECONDS) };
}
