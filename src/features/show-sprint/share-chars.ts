interface Want {
  readonly wanted: number;
  readonly weight: number;
}

/** Shares `total` by weight; nobody gets more than they want, and what they leave goes to the others. */
export function shareChars(wants: readonly Want[], total: number): readonly number[] {
  const shares = wants.map(() => 0);
  let left = Math.max(0, total);
  let weights = wants.reduce((sum, { weight }) => sum + weight, 0);
  const modestFirst = wants
    .map((want, index) => ({ ...want, index }))
    .sort((a, b) => a.wanted / a.weight - b.wanted / b.weight);
  for (const { wanted, weight, index } of modestFirst) {
    const share = Math.min(wanted, Math.floor((left * weight) / weights));
    shares[index] = share;
    left -= share;
    weights -= weight;
  }
  return shares;
}
