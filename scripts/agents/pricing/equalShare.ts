import type { PricerFactory } from "./pricer.js";
import { proportionalPricer, serves } from "./proportionalPricer.js";

/**
 * Pay for existing: the same to everybody with at least one service that counts.
 *
 * @example equalShare(state).pay(3) // tokens per day
 */
export const equalShare: PricerFactory = (state, options = {}) =>
  proportionalPricer({
    policy: "EqualShare",
    state,
    options,
    rule: {
      weightOf: ({ services }) => (services.length > 0 ? 1 : 0),
      weightOfStrategy: (strategy) => (serves(strategy) ? 1 : 0),
    },
  });
