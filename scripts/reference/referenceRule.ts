import type { Decimal } from "decimal.js";
import { ZERO } from "./exact.js";
import { type NetworkState, type OperatorId, type OperatorState, operatorOf } from "./state.js";

/** Numbers by name: a class, a class and domain, or whatever a rule prices. */
export type Amounts = ReadonlyMap<string, Decimal>;

/**
 * A reward rule: a price for each of some goods, and what each operator holds of them. An operator's share of the
 * emission is the sum of its holdings times their prices. Prices depend on the whole state, holdings on the operator's
 * own profile alone (and on what the policy publishes, which a replay takes as fixed), so that a replay may sum up
 * prices over time and touch an operator only when its profile changes.
 */
export interface RuleTerms {
  readonly name: string;
  /** What it pays for, as a sentence that goes on after its name: for tables and pages. */
  readonly pays: string;
  /** Share of the emission per unit held, for every good that somebody holds. */
  prices(state: NetworkState): Amounts;
  /** What an operator with this profile holds. */
  holdings(profile: OperatorState, ofPolicy: NetworkState["ofPolicy"]): Amounts;
}

export interface ReferenceRule extends RuleTerms {
  /** Share of the emission of one operator, in 1 = all of it. */
  share(state: NetworkState, operator: OperatorId): Decimal;
  /** Shares of all operators; they add up to R, at most 1. */
  shares(state: NetworkState): Map<OperatorId, Decimal>;
}

/**
 * A rule from its prices and holdings.
 *
 * @example referenceRule({ name, pays, prices: () => new Map(), holdings: () => new Map() }).shares(state)
 */
export function referenceRule(terms: RuleTerms): ReferenceRule {
  const shareAt = (prices: Amounts, profile: OperatorState, { ofPolicy }: NetworkState): Decimal => {
    let sum = ZERO;
    for (const [good, held] of terms.holdings(profile, ofPolicy)) sum = sum.plus(held.times(prices.get(good) ?? ZERO));
    return sum;
  };
  return {
    ...terms,
    share: (state, operator) => shareAt(terms.prices(state), operatorOf(state, operator), state),
    shares: (state) => {
      const prices = terms.prices(state);
      return new Map([...state.operators].map(([operator, profile]) => [operator, shareAt(prices, profile, state)]));
    },
  };
}
