/** Rules that share what a covered resource is worth by how many cover it, by the name of their contract. */
export const DISTRIBUTION_RULES = ["FlatMarginalCoverage", "Shapley", "Gairing"] as const;

export type DistributionRule = (typeof DISTRIBUTION_RULES)[number];

/**
 * f(k): the part of a covered resource's value that each of the k operators that cover it is paid. f(1) = 1, and it does
 * not increase.
 *
 * - FlatMarginalCoverage (leave-one-out): 1, 0, 0, ...: whoever is alone is paid all of it.
 * - Shapley: 1 / k.
 * - Gairing: (k-1)! / (e-1) x (1/k! + 1/(k+1)! + ...) (Gairing 2009, "Covering games: approximation through
 *   non-cooperation"), summed forward: the subtractive form loses all digits by k = 18.
 *
 * @param k at least 1
 * @example distributed("Gairing", 2) // 0.418...
 */
export function distributed(rule: DistributionRule, k: number): number {
  switch (rule) {
    case "FlatMarginalCoverage":
      return k === 1 ? 1 : 0;
    case "Shapley":
      return 1 / k;
    case "Gairing": {
      let term = 1 / k;
      let sum = 0;
      for (let next = k + 1; sum + term > sum; next++) {
        sum += term;
        term /= next;
      }
      return sum / (Math.E - 1);
    }
  }
}

/**
 * The least share of the optimum that an equilibrium of a coverage game of n operators without participation cost may
 * have, when each of k operators on a resource is paid f(k) of it: 1 / (1 + max over j < n of (j f(j) - f(j+1)), (n-1) f(n))
 * (Ramaswamy, Paccagnan and Marden 2022, "Multiagent maximum coverage problems"; proof in docs/theory.md).
 *
 * @param f f(1) = 1, not increasing
 * @example boundOfWeights((k) => 1 / k, 2) // 2/3
 */
export function boundOfWeights(f: (k: number) => number, operators: number): number {
  let most = (operators - 1) * f(operators);
  for (let j = 1; j < operators; j++) most = Math.max(most, j * f(j) - f(j + 1));
  return 1 / (1 + most);
}

/**
 * The same for a rule.
 *
 * @example anarchyBound("Shapley", 2) // 2/3
 */
export function anarchyBound(rule: DistributionRule, operators: number): number {
  return boundOfWeights((k) => distributed(rule, k), operators);
}

/** What the bound falls to as operators become many. */
export const ANARCHY_LIMIT: Readonly<Record<DistributionRule, number>> = {
  FlatMarginalCoverage: 1 / 2,
  Shapley: 1 / 2,
  Gairing: 1 - 1 / Math.E,
};
