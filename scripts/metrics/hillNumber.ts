/**
 * Hill number: how many equally common kinds would be as diverse as these (Hill 1973, Ecology 54; Jost 2006, Oikos 113,
 * "Entropy and diversity").
 *
 *     order q: (sum of p^q)^(1 / (1 - q)), p = count / sum of counts
 *     order 0: the number of kinds present; order 1 (limit): exp(Shannon entropy); 2: 1 / sum of p^2; Infinity: 1 / max p
 *
 * @param counts how many are of each kind, at least 0; kinds with 0 do not matter
 * @param order at least 0; the higher, the less rare kinds count
 * @returns in [1, number of kinds present]; 0 where nobody is counted
 * @throws RangeError on a negative or infinite count, or an order below 0
 * @example hillNumber([5, 5, 0], 1) // 2
 */
export function hillNumber(counts: readonly number[], order: number): number {
  if (!(order >= 0)) throw new RangeError(`order must be at least 0, got ${order}`);
  if (counts.some((count) => !(count >= 0 && Number.isFinite(count)))) {
    throw new RangeError(`counts must be finite and at least 0, got ${counts.join(", ")}`);
  }
  const present = counts.filter((count) => count > 0);
  const largest = Math.max(0, ...present);
  if (largest === 0) return 0;
  // Relative to the most common kind: no power of a small share underflows.
  const total = present.reduce((sum, count) => sum + count / largest, 0);
  if (order === Number.POSITIVE_INFINITY) return total;
  if (Math.abs(order - 1) < 1e-9) {
    return Math.exp(
      present.reduce((sum, count) => {
        const p = count / largest / total;
        return sum - p * Math.log(p);
      }, 0),
    );
  }
  const powers = present.reduce((sum, count) => sum + (count / largest) ** order, 0);
  return Math.exp((Math.log(powers) - order * Math.log(total)) / (1 - order));
}
