import type { CoverGame, Plan, Profile } from "./coverGame.js";
import { type DistributionRule, distributed } from "./distributionRule.js";

/** {1e-9} What a common resource weighs: a weight can be as fine as a billionth of it. */
export const COMMON_WEIGHT = 1_000_000_000;

/** A game with a profile that is an equilibrium in it, and the profile with the largest welfare. */
export interface WorstCase {
  readonly game: CoverGame;
  readonly equilibrium: Profile;
  readonly optimum: Profile;
}

/**
 * p E f(1 + K): what a rule pays one of k that each serve a resource of value 1 with probability p, K of the k - 1 others
 * succeeding.
 *
 * @example payOfOne("Shapley", 2, 1) // 1/2
 */
export function payOfOne(rule: DistributionRule, k: number, probability: number): number {
  if (probability === 1) return distributed(rule, k);
  let sum = 0;
  let chance = (1 - probability) ** (k - 1);
  for (let others = 0; others < k; others++) {
    sum += chance * distributed(rule, others + 1);
    chance *= ((k - 1 - others) / (others + 1)) * (probability / (1 - probability));
  }
  return probability * sum;
}

const plan = (resources: readonly number[], probability: number, cost = 0): Plan => ({
  serves: [...resources].sort((a, b) => a - b).map((resource) => ({ resource, probability })),
  cost,
});

/**
 * The ring: n operators, n common resources of value 1 and n private ones of value v. Operator i serves the j common ones
 * i, ..., i + j - 1, or one that it does not serve then and its private one. Where all do the first, each common resource
 * has j operators, and v = (j F(j) - F(j+1)) / F(1) makes nobody gain by the second (F of `payOfOne`); all doing the second
 * serve everything. With certain success welfare n against n (1 + v): 1 / (1 + j f(j) - f(j+1)).
 *
 * @param parameters.operators n, above j
 * @param parameters.margin {share} by how much of v the private resource weighs less, so that everyone would lose by moving
 * @example ring({ rule: "FlatMarginalCoverage", operators: 2, reach: 1, probability: 1, margin: 0 }) // 2 against 4
 */
export function ring(parameters: {
  rule: DistributionRule;
  operators: number;
  reach: number;
  probability: number;
  margin: number;
}): WorstCase {
  const { rule, operators: n, reach: j, probability, margin } = parameters;
  const f = (k: number): number => payOfOne(rule, k, probability);
  const own = Math.floor(((j * f(j) - f(j + 1)) / f(1)) * (1 - margin) * COMMON_WEIGHT);
  const plans = Array.from({ length: n }, (_, i) => [
    plan(
      Array.from({ length: j }, (_, step) => (i + step) % n),
      probability,
    ),
    plan(own > 0 ? [(i + j) % n, n + i] : [(i + j) % n], probability),
  ]);
  const weights = [...plans.map(() => COMMON_WEIGHT), ...(own > 0 ? plans.map(() => own) : [])];
  return { game: { weights, plans, value: 1 }, equilibrium: plans.map(() => 0), optimum: plans.map(() => 1) };
}

/**
 * The star: one common resource of value 1 and a private one of value v for each of n operators, each serving one or the
 * other. With v a little below F(n) / F(1) all serve the common one, in the only equilibrium of the rule; the largest welfare
 * has one there and n - 1 on their own: with certain success 1 against 1 + (n-1) f(n).
 *
 * @param parameters.margin {share} by how much of F(n) / F(1) the private resource weighs less
 * @example star({ rule: "Shapley", operators: 2, probability: 1, margin: 0.001 }) // 1 against 1.4995
 */
export function star(parameters: {
  rule: DistributionRule;
  operators: number;
  probability: number;
  margin: number;
}): CoverGame {
  const { rule, operators: n, probability, margin } = parameters;
  const value = payOfOne(rule, n, probability) / payOfOne(rule, 1, probability);
  const own = Math.floor(value * (1 - margin) * COMMON_WEIGHT);
  const plans = Array.from({ length: n }, (_, i) => [plan([0], probability), plan([1 + i], probability)]);
  return { weights: [COMMON_WEIGHT, ...plans.map(() => own)], plans, value: 1 };
}

/**
 * The crowd: n operators that can serve the one resource at cost c each, or stay out. A rule buys k of them, the largest
 * k with F(k) at least c; one is all that is needed.
 *
 * @example crowd({ operators: 12, probability: 1, cost: 0.3, value: 1 })
 */
export function crowd(parameters: { operators: number; probability: number; cost: number; value: number }): CoverGame {
  const { operators, probability, cost, value } = parameters;
  const plans = Array.from({ length: operators }, () => [plan([], 1), plan([0], probability, cost)]);
  return { weights: [COMMON_WEIGHT], plans, value };
}

/**
 * The dear and the cheap: one resource, one operator that keeps but `left` of what it is paid alone, and one of cost
 * `cheap`, above what a second one is paid. The dear one alone is an equilibrium of welfare `left`.
 *
 * @example dear({ probability: 1, left: 0.01, cheap: 0.6 }) // 0.01 against 0.4
 */
export function dear(parameters: { probability: number; left: number; cheap: number }): WorstCase {
  const { probability, left, cheap } = parameters;
  const plans = [probability - left, cheap].map((cost) => [plan([], 1), plan([0], probability, cost)]);
  return { game: { weights: [COMMON_WEIGHT], plans, value: 1 }, equilibrium: [1, 0], optimum: [0, 1] };
}

/**
 * The idle: demand nearly all in a class that nobody can serve, four operators that can serve the rest, the first of them
 * cheaply. A rule that pays for existing buys them all.
 *
 * @example idle({ probability: 1 }) // optimum 0.1 - 0.05; all of them 0.1 - 0.05 - 3 x 0.2
 */
export function idle({ probability }: { probability: number }): CoverGame {
  const plans = [0.05, 0.2, 0.2, 0.2].map((cost) => [plan([], 1), plan([1], probability, cost)]);
  return { weights: [9 * COMMON_WEIGHT, COMMON_WEIGHT], plans, value: 1 };
}
