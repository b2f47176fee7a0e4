/** The address when it is one that people may be led to: https. Null for none, and for everything else. */
export function secureUrl(text: string | null | undefined): string | null {
  return text && /^https:\/\//i.test(text) && URL.canParse(text) ? text : null;
}
