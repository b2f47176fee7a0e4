const MAX_IDENTIFIERS = 20;

/** `ENG-12` standing by itself: the key of a team, at most 7 characters in Linear, and a number. */
const WRITTEN = /(?<![A-Za-z0-9_-])[A-Z][A-Z0-9]{0,6}-[1-9]\d{0,5}(?![A-Za-z0-9_])/g;
/** In the name of a branch it is written small, with more words around: `ada/eng-12-new-door`. */
const IN_BRANCH = /(?<![a-z0-9])[a-z][a-z0-9]{0,6}-[1-9]\d{0,5}(?![a-z0-9])/gi;

/**
 * Identifiers of issues, each once, the branch's first: what looks like one, for the tracker to say whether it is one
 * (`UTF-8` is not). At most 20.
 */
export function issueIdentifiers(found: {
  readonly branch: string | null;
  readonly texts: readonly (string | null)[];
}): string[] {
  const inBranch = (found.branch ?? '').match(IN_BRANCH) ?? [];
  const written = found.texts.flatMap((text) => text?.match(WRITTEN) ?? []);
  return [...new Set([...inBranch.map((identifier) => identifier.toUpperCase()), ...written])].slice(
    0,
    MAX_IDENTIFIERS,
  );
}
