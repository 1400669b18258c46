import type { PricerFactory } from "./pricer.js";
import { proportionalPricer, serves } from "./proportionalPricer.js";

/**
 * Pay for bonded stake, to everybody with at least one service that counts.
 *
 * @example stakeWeighted(state).pay(3) // tokens per day
 */
export const stakeWeighted: PricerFactory = (state, options = {}) =>
  proportionalPricer({
    policy: "StakeWeighted",
    state,
    options,
    rule: {
      weightOf: ({ stake, services }) => (services.length > 0 ? stake : 0),
      weightOfStrategy: (parameters) => (serves(parameters) ? (parameters.table.stakes[parameters.operator] ?? 0) : 0),
    },
  });
