/** One thing that an operator may do. */
export interface Plan {
  /** Resources that it serves, ascending, each with the probability in (0, 1] that it succeeds there. */
  readonly serves: readonly { readonly resource: number; readonly probability: number }[];
  /** In units of the emission; 0 without participation cost. */
  readonly cost: number;
}

/**
 * A coverage game: resources (workload classes) with weights, operators with plans. Operators succeed independently of each
 * other; a resource is covered when one that serves it succeeds.
 */
export interface CoverGame {
  /** Whole numbers above 0, as demand weights on chain. */
  readonly weights: readonly number[];
  /** Plans by operator. */
  readonly plans: readonly (readonly Plan[])[];
  /** V: what covering everything is worth, in units of the emission; 1 unless the rule pays more or less than the value. */
  readonly value: number;
}

/** A plan for each operator, by index. */
export type Profile = readonly number[];

/** The plan that an operator plays. @throws RangeError for one that does not exist */
export function planOf(game: CoverGame, operator: number, plan: number): Plan {
  const found = game.plans[operator]?.[plan];
  if (found === undefined) throw new RangeError(`operator ${operator} has no plan ${plan}`);
  return found;
}

/** By resource, the probabilities of all operators that serve it, or of all but one. */
export function servingBy(game: CoverGame, profile: Profile, without?: number): number[][] {
  const serving = game.weights.map((): number[] => []);
  profile.forEach((plan, operator) => {
    if (operator === without) return;
    for (const { resource, probability } of planOf(game, operator, plan).serves) serving[resource]?.push(probability);
  });
  return serving;
}

/** {0..1} Shares of the demand by resource. */
export function demandShares({ weights }: CoverGame): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** {0..1} C: the expected share of the demand that is covered. */
export function covered(game: CoverGame, profile: Profile): number {
  const shares = demandShares(game);
  return servingBy(game, profile).reduce(
    (sum, probabilities, resource) =>
      sum + (shares[resource] ?? 0) * (1 - probabilities.reduce((product, p) => product * (1 - p), 1)),
    0,
  );
}

/** Costs of all operators, in units of the emission. */
export function costs(game: CoverGame, profile: Profile): number {
  return profile.reduce((sum, plan, operator) => sum + planOf(game, operator, plan).cost, 0);
}

/**
 * V C minus all costs, in units of the emission.
 *
 * @example welfare({ weights: [1], plans: [[{ serves: [{ resource: 0, probability: 0.9 }], cost: 0.2 }]], value: 1 }, [0]) // 0.7
 */
export function welfare(game: CoverGame, profile: Profile): number {
  return game.value * covered(game, profile) - costs(game, profile);
}
