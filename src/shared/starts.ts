/** When a slot was started, the last times; stands beside its socket. */
export interface Starts {
  /** UTC, ISO 8601; the oldest first. */
  readonly at: readonly string[];
  /** Since when it is not started any more; null while it is. */
  readonly gaveUpAt: string | null;
}

/**
 * So many starts within so long are a crash loop. PM2 waits up to 15 seconds between them, so one that dies at once gives up
 * after less than three minutes: long enough for a disk or a network that is away for a moment, and for a person to notice.
 */
export const MAX_STARTS = 20;
export const MAX_STARTS_MINUTES = 20;

/** The file beside the socket of a slot: `blue.sock` → `blue.starts.json`. */
export function startsFile(socketPath: string): string {
  return `${socketPath.replace(/\.sock$/, '')}.starts.json`;
}

/** Reads the file; null when it says nothing: then the count begins anew. */
export function parseStarts(text: string): Starts | null {
  try {
    const { at, gaveUpAt } = JSON.parse(text) as Partial<Starts>;
    if (!Array.isArray(at) || !at.every((one) => typeof one === 'string')) return null;
    return { at, gaveUpAt: typeof gaveUpAt === 'string' ? gaveUpAt : null };
  } catch {
    return null;
  }
}

/**
 * How it stands with one start more. After it has given up, only a person or the start of the server starts it, so the count
 * begins anew.
 */
export function withStart(before: Starts | null, now: Date): Starts {
  const isNew = before === null || before.gaveUpAt !== null;
  const since = now.getTime() - MAX_STARTS_MINUTES * 60_000;
  const recent = isNew ? [] : before.at.filter((at) => new Date(at).getTime() > since);
  const at = [...recent, now.toISOString()];
  return { at, gaveUpAt: at.length > MAX_STARTS ? now.toISOString() : null };
}
