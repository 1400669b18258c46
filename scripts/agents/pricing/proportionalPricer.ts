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
  /** The part of what its weight brings that an operator with so much stake is paid; the whole, 1, if left out. */
  partOf?(holding: { weight: number; stake: number }): number;
  /** Requests served that go into the offer of a strategy. */
  served?(parameters: { operator: number; table: OfferTable; strategy: number; entry: number }): number;
  /** The operator's profile became the offer. */
  replaced?(operator: number, offer: ProfileOffer): void;
}

/**
 * A pricer for rules that share out the whole emission in proportion to one number per operator: weight / (weight + the
 * others' weights), 0 for a weight of 0; or a part of that, where a rule pays out a part.
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
  const weights = new Float64Array(state.operators);
  const stakes = state.stake.slice();
  for (let i = 0; i < weights.length; i++) weights[i] = rule.weightOf(counted(presentOffer(state, i)));
  // Added up without the operator: taken off the total, one large weight would leave nothing of small ones but rounding.
  const othersOf = (operator: number) => {
    let others = 0;
    for (let i = 0; i < weights.length; i++) if (i !== operator) others += weights[i] as number;
    return others;
  };
  const partOf = (weight: number, stake: number) => rule.partOf?.({ weight, stake }) ?? 1;
  const payFor = (others: number, weight: number, stake: number) =>
    weight === 0 ? 0 : (emissionPerDay * weight * partOf(weight, stake)) / (others + weight);
  return {
    policy,
    pay: (operator) => payFor(othersOf(operator), weights[operator] ?? 0, stakes[operator] ?? 0),
    price: (operator, offer) => payFor(othersOf(operator), rule.weightOf(counted(offer)), offer.stake),
    set: (operator, offer) => {
      const profile = counted(offer);
      weights[operator] = rule.weightOf(profile);
      stakes[operator] = profile.stake;
      rule.replaced?.(operator, profile);
    },
    priceStrategies: (operator, table) => {
      const others = othersOf(operator);
      const counts = (entry: number) => (table.reliability[entry] ?? 0) >= leastReliability;
      return Float64Array.from({ length: table.strategies }, (_, strategy) =>
        payFor(others, rule.weightOfStrategy({ operator, table, strategy, counts }), table.stakes[operator] ?? 0),
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
