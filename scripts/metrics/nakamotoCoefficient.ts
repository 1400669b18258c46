/** Two sums that differ by less than this share of the total are the same: sums of shares are rounded. */
const ROUNDING = 1e-12;

/**
 * Nakamoto coefficient: the least number of parties that together hold more than a threshold of the total (Srinivasan and
 * Lee 2017, "Quantifying Decentralization"; there at least 51%, here strictly more than half).
 *
 * @param amounts of each party (operators, or domains with `sumBy`), at least 0
 * @param threshold share of the total, in [0, 1), default 0.5
 * @returns a whole number in [1, n]; NaN when nothing is held
 * @throws RangeError on a negative or infinite amount or another threshold
 * @example nakamotoCoefficient([40, 30, 20, 10]) // 2
 */
export function nakamotoCoefficient(amounts: readonly number[], threshold = 0.5): number {
  if (!(threshold >= 0 && threshold < 1)) throw new RangeError(`threshold must be in [0, 1), got ${threshold}`);
  if (amounts.some((amount) => !(amount >= 0 && Number.isFinite(amount)))) {
    throw new RangeError(`amounts must be finite and at least 0, got ${amounts.join(", ")}`);
  }
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  if (total === 0) return Number.NaN;
  let held = 0;
  let parties = 0;
  for (const amount of amounts.toSorted((a, b) => b - a)) {
    held += amount / total;
    parties += 1;
    if (held > threshold + ROUNDING) break;
  }
  return parties;
}
