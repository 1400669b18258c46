import { type CoverGame, costs, demandShares, type Profile, planOf, servingBy } from "./coverGame.js";
import { type DistributionRule, distributed } from "./distributionRule.js";

/** The rules that the experiment pays by: those that share a resource's value, and one that pays for existing. */
export type PaymentRule = DistributionRule | "EqualShare";

/** P(K = k) for the number K of successes among independent ones. */
function successes(probabilities: readonly number[]): number[] {
  const chances = [1];
  for (const p of probabilities) {
    chances.push(0);
    for (let k = chances.length - 1; k >= 0; k--) {
      chances[k] = (chances[k] ?? 0) * (1 - p) + (chances[k - 1] ?? 0) * p;
    }
  }
  return chances;
}

const expected = (probabilities: readonly number[], of: (k: number) => number): number =>
  successes(probabilities).reduce((sum, probability, k) => sum + probability * of(k), 0);

/**
 * What an operator is paid, in units of the emission: of every resource that it serves with success, f(1 + K) of its share, K
 * the number of others that succeed there; under EqualShare the same for all that serve anything.
 *
 * @example payment({ game, profile: [0, 1], operator: 0, rule: "Shapley" })
 */
export function payment(parameters: {
  game: CoverGame;
  profile: Profile;
  operator: number;
  rule: PaymentRule;
}): number {
  const { game, profile, operator, rule } = parameters;
  const { serves } = planOf(game, operator, profile[operator] ?? 0);
  if (rule === "EqualShare") return serves.length === 0 ? 0 : 1 / servingAny(game, profile);
  const shares = demandShares(game);
  const others = servingBy(game, profile, operator);
  return serves.reduce((sum, { resource, probability }) => {
    const share = expected(others[resource] ?? [], (k) => distributed(rule, k + 1));
    return sum + (shares[resource] ?? 0) * probability * share;
  }, 0);
}

/** What all operators are paid, in units of the emission. */
export function paid(game: CoverGame, profile: Profile, rule: PaymentRule): number {
  return profile.reduce((sum, _, operator) => sum + payment({ game, profile, operator, rule }), 0);
}

/**
 * The exact potential of a rule: a lone change of plan changes it by what it changes the mover's pay less cost. Per resource
 * the expected f(1) + ... + f(K), K the number that succeed there (Rosenthal 1973); that is coverage itself for
 * leave-one-out, the harmonic number of K for Shapley.
 *
 * @example potential(game, [0, 1], "FlatMarginalCoverage") // covered(game, [0, 1]) - costs(game, [0, 1])
 */
export function potential(game: CoverGame, profile: Profile, rule: PaymentRule): number {
  const upTo = (k: number, f: (i: number) => number): number => {
    let sum = 0;
    for (let i = 1; i <= k; i++) sum += f(i);
    return sum;
  };
  if (rule === "EqualShare") return upTo(servingAny(game, profile), (i) => 1 / i) - costs(game, profile);
  const shares = demandShares(game);
  const pay = servingBy(game, profile).reduce((sum, probabilities, resource) => {
    return sum + (shares[resource] ?? 0) * expected(probabilities, (k) => upTo(k, (i) => distributed(rule, i)));
  }, 0);
  return pay - costs(game, profile);
}

function servingAny(game: CoverGame, profile: Profile): number {
  return profile.filter((plan, operator) => planOf(game, operator, plan).serves.length > 0).length;
}
