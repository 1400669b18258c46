import { weiToTokens } from "../../common/units.js";
import { DEFAULT_FEE } from "../../reference/queryRebate.js";
import type { PricerFactory } from "./pricer.js";
import { proportionalPricer } from "./proportionalPricer.js";
import { servedRule } from "./servedRule.js";

const LAMBDA = 0.6;

/**
 * Pay for requests served as far as stake backs their fees: the volume's part of the emission times 1 - e^(-0.6 stake / fees),
 * at the fee per request that the policy publishes.
 *
 * @example queryRebate(state).pay(3) // tokens per day
 */
export const queryRebate: PricerFactory = (state, options = {}) => {
  const fee = state.ofPolicy.fee?.[0];
  const tokens = fee === undefined ? weiToTokens(DEFAULT_FEE) : fee / 1e18;
  return proportionalPricer({
    policy: "QueryRebate",
    state,
    options,
    rule: {
      ...servedRule(state),
      // Without fees the quotient is infinite, and the part the whole.
      partOf: ({ weight, stake }) => (weight === 0 ? 0 : -Math.expm1((-LAMBDA * stake) / (weight * tokens))),
    },
  });
};
