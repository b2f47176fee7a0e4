let aheadMs = 0;

/** The time in the sandbox, by which everything on the page is shown. */
export function sandboxNow(): Date {
  return new Date(Date.now() + aheadMs);
}

/** Told whenever the sandbox's clock was set. */
export function setAhead(ms: number): void {
  aheadMs = ms;
}
