/**
 * Gini coefficient: half the mean absolute difference over all ordered pairs (each with itself too), over the mean (Gini
 * 1912; Sen 1973, On Economic Inequality), by the sorted form sum of (2 k - n - 1) x_k / (n sum of x), k from 1.
 *
 * Zeros count: an operator that takes part and is paid nothing is the poorest. Those that stay out should not be passed in.
 *
 * @param amounts at least 0
 * @returns in [0, 1 - 1/n], 0 when all have the same; NaN when nothing is held or nobody is there
 * @throws RangeError on a negative or infinite amount: with debts the coefficient has no upper bound
 * @example gini([0, 0, 0, 12]) // 0.75
 */
export function gini(amounts: readonly number[]): number {
  if (amounts.some((amount) => !(amount >= 0 && Number.isFinite(amount)))) {
    throw new RangeError(`amounts must be finite and at least 0, got ${amounts.join(", ")}`);
  }
  const n = amounts.length;
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  if (total === 0) return Number.NaN;
  const weighted = amounts
    .toSorted((a, b) => a - b)
    .reduce((sum, amount, index) => sum + (2 * index + 1 - n) * (amount / total), 0);
  return Math.max(0, weighted / n);
}
