import { countBy } from "./countBy.js";

/**
 * Mean similarity over all pairs, where a pair is as similar as the share of its traits that match: Gower's coefficient
 * with nominal traits and equal weights (Gower 1971, Biometrics 27), also called simple matching. Per trait the
 * pairs that match are sum of n_v (n_v - 1) / 2 over its values, so the cost is O(items x traits).
 *
 * @param items traits of each, the same number for all, compared position by position
 * @returns in [0, 1]; NaN for fewer than two items (there is no pair)
 * @throws RangeError when numbers of traits differ or are 0
 * @example matchingSimilarity([["H100", "aws"], ["H100", "gcp"]]) // 0.5
 */
export function matchingSimilarity(items: readonly (readonly string[])[]): number {
  const traits = items[0]?.length ?? 0;
  if (items.some((item) => item.length !== traits || traits === 0)) {
    throw new RangeError("every item needs the same traits, at least one");
  }
  if (items.length < 2) return Number.NaN;
  let matches = 0;
  for (let trait = 0; trait < traits; trait++) {
    for (const count of countBy(items, (item) => item[trait]).values()) matches += count * (count - 1);
  }
  return matches / (traits * items.length * (items.length - 1));
}
