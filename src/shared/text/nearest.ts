/** Text to compare names by: without case, accents and signs. */
export function foldName(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** How well a name fits what was typed, both folded: 4 the same, 3 starts so, 2 a word starts so, 1 contains it, 0 not at all. */
function fit(name: string, typed: string): number {
  if (name === typed) return 4;
  if (name.startsWith(typed)) return 3;
  if (` ${name}`.includes(` ${typed}`)) return 2;
  return name.includes(typed) ? 1 : 0;
}

/** The items whose name fits what was typed, best first, otherwise in their own order; all of them when nothing was typed. */
export function matching<T>(items: readonly T[], typed: string, namesOf: (item: T) => readonly string[]): readonly T[] {
  const wanted = foldName(typed);
  // Something was typed, but only signs: those are compared as they are.
  if (wanted === '' && typed.trim() !== '')
    return items.filter((item) => namesOf(item).some((name) => name.includes(typed.trim())));
  if (wanted === '') return items;
  return items
    .map((item) => ({ item, score: Math.max(0, ...namesOf(item).map((name) => fit(foldName(name), wanted))) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item);
}

/** At most `limit` items that look like what was typed, also with a slip of the fingers; for "did you mean". */
export function nearest<T>(
  items: readonly T[],
  typed: string,
  options: { readonly limit: number; readonly namesOf: (item: T) => readonly string[] },
): readonly T[] {
  const wanted = pairs(foldName(typed));
  const close = items
    .map((item) => ({
      item,
      score: Math.max(0, ...options.namesOf(item).map((name) => alike(pairs(foldName(name)), wanted))),
    }))
    .filter(({ score }) => score >= 0.4)
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item);
  const fitting = typed.trim() === '' ? [] : matching(items, typed, options.namesOf);
  return [...new Set([...fitting, ...close])].slice(0, options.limit);
}

function pairs(text: string): ReadonlySet<string> {
  const padded = ` ${text} `;
  return new Set(Array.from({ length: padded.length - 1 }, (_, index) => padded.slice(index, index + 2)));
}

/** The Sørensen–Dice coefficient of two sets of letter pairs: 0 nothing in common, 1 the same. */
function alike(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return (2 * [...a].filter((pair) => b.has(pair)).length) / (a.size + b.size);
}
