/** Asks again and again until there is an answer; null when the time is over. Errors of `look` end it. */
export async function waitFor<T>(
  look: () => Promise<T | null>,
  { seconds, everyMs }: { readonly seconds: number; readonly everyMs: number },
): Promise<T | null> {
  const deadline = performance.now() + seconds * 1_000;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (performance.now() >= deadline) return null;
    await pause(everyMs);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
