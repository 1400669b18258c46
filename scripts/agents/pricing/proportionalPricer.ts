import type { PolicyName } from "../../../ignition/modules/Breadth.js";
import type { LedgerState, ProfileOffer } from "../ledgerState.js";
import { eligibleOffer, LEAST_RELIABILITY, presentOffer } from "./eligibleOffer.js";
import { type OfferTable, strategyOffer } from "./offerTable.js";
import type { Pricer, PricerOptions } from "./pricer.js";

/** What a proportional rule weighs, and what it has to remember about the others. */
export interface ProportionalRule {
  /** Weight of a profile of which every service counts; 0 without services. */
  weightOf(offer: ProfileOffer): number;
  /** Weight of a strategy; `counts` says which entries of the table count. */
  weightOfStrategy(parameters: {
    operator: number;
    table: OfferTable;
    strategy: number;
    counts: (entry: number) => boolean;
  }): number;
  /** Requests served that go into the offer of a strategy. */
  served?(parameters: { operator: number; table: OfferTable; strategy: number; entry: number }): number;
  /** The operator's profile became the offer. */
  replaced?(operator: number, offer: ProfileOffer): void;
}

/**
 * A pricer for rules that share out the whole emission in proportion to one number per operator: weight / (weight + the
 * others' weights), 0 for a weight of 0.
 *
 * @example proportionalPricer({ policy: "EqualShare", state, options: {}, rule })
 */
export function proportionalPricer(parameters: {
  policy: PolicyName;
  state: LedgerState;
  options: PricerOptions;
  rule: ProportionalRule;
}): Pricer {
  const { policy, state, rule } = parameters;
  const { leastReliability = LEAST_RELIABILITY } = parameters.options;
  const { classes, emissionPerDay } = state;
  const counted = (offer: ProfileOffer) => eligibleOffer({ offer, leastReliability, classes });
  const weights = Float64Array.from({ length: state.operators }, (_, i) =>
    rule.weightOf(counted(presentOffer(state, i))),
  );
  // Added up without the operator: taken off the total, one large weight would leave nothing of small ones but rounding.
  const othersOf = (operator: number) => {
    let others = 0;
    for (let i = 0; i < weights.length; i++) if (i !== operator) others += weights[i] as number;
    return others;
  };
  const payFor = (others: number, weight: number) => (weight === 0 ? 0 : (emissionPerDay * weight) / (others + weight));
  return {
    policy,
    pay: (operator) => payFor(othersOf(operator), weights[operator] ?? 0),
    price: (operator, offer) => payFor(othersOf(operator), rule.weightOf(counted(offer))),
    set: (operator, offer) => {
      const profile = counted(offer);
      weights[operator] = rule.weightOf(profile);
      rule.replaced?.(operator, profile);
    },
    priceStrategies: (operator, table) => {
      const others = othersOf(operator);
      const counts = (entry: number) => (table.reliability[entry] ?? 0) >= leastReliability;
      return Float64Array.from({ length: table.strategies }, (_, strategy) =>
        payFor(others, rule.weightOfStrategy({ operator, table, strategy, counts })),
      );
    },
    offer: (operator, table, strategy) =>
      strategyOffer({
        table,
        operator,
        strategy,
        served: (entry) => rule.served?.({ operator, table, strategy, entry }) ?? 0,
      }),
  };
}

/**
 * Whether a strategy has a service that counts.
 *
 * @example serves({ table, strategy: 0, counts }) // false: staying out
 */
export function serves(parameters: {
  table: OfferTable;
  strategy: number;
  counts: (entry: number) => boolean;
}): boolean {
  const { table, strategy, counts } = parameters;
  for (let e = table.starts[strategy] ?? 0; e < (table.starts[strategy + 1] ?? 0); e++) if (counts(e)) return true;
  return false;
}
