/**
 * Herfindahl-Hirschman index: the sum of squared shares (Hirschman 1964, American Economic Review 54), on the scale 0 to 1;
 * times 10,000 it is the points of competition authorities. It is 1 over the Hill number of order 2.
 *
 * @param amounts of each party, at least 0
 * @returns in [1/n, 1] for n parties; NaN when nothing is held (there are no shares)
 * @throws RangeError on a negative or infinite amount
 * @example hhi([50, 30, 20]) // 0.38
 */
export function hhi(amounts: readonly number[]): number {
  if (amounts.some((amount) => !(amount >= 0 && Number.isFinite(amount)))) {
    throw new RangeError(`amounts must be finite and at least 0, got ${amounts.join(", ")}`);
  }
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  return total === 0 ? Number.NaN : amounts.reduce((sum, amount) => sum + (amount / total) ** 2, 0);
}
