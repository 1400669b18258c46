import type { RandomStream } from "../common/random.js";

/**
 * An index with probability proportional to its weight, by one draw.
 *
 * @example sampleIndex([0, 3, 1], random) // 1 three times out of four, else 2
 * @throws RangeError unless the weights are non-negative with a positive finite sum
 */
export function sampleIndex(weights: readonly number[], random: RandomStream): number {
  const total = weights.reduce((sum, weight) => sum + (weight >= 0 ? weight : Number.NaN), 0);
  if (!(total > 0 && total < Number.POSITIVE_INFINITY)) throw new RangeError(`cannot sample from ${weights}`);
  let rest = random.next() * total;
  let last = 0;
  for (const [index, weight] of weights.entries()) {
    if (weight === 0) continue;
    if (rest < weight) return index;
    rest -= weight;
    last = index;
  }
  return last;
}
