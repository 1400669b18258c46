/**
 * exp(x_k) / sum of exp(x), shifted by the largest x, so that nothing overflows and at least one term is 1.
 *
 * @example softmax([1000, 1000]) // [0.5, 0.5]
 * @throws RangeError if no entry is finite or one is not a number or +Infinity
 */
export function softmax(logWeights: readonly number[]): number[] {
  const largest = logWeights.reduce((max, x) => Math.max(max, x), Number.NEGATIVE_INFINITY);
  if (!Number.isFinite(largest)) throw new RangeError(`cannot normalise weights whose largest logarithm is ${largest}`);
  const weights = logWeights.map((x) => Math.exp(x - largest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
