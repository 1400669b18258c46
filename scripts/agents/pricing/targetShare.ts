import { pooledPricer } from "./pooledPricer.js";
import type { PricerFactory } from "./pricer.js";

const MAX_CAPACITY = 1_000;
const FIRST_COEFFICIENT = 500_000_000;

/**
 * Pay for capacity by the coefficients that the policy publishes.
 *
 * @example targetShare(state).pay(3) // tokens per day
 */
export const targetShare: PricerFactory = (state, options = {}) =>
  pooledPricer({
    policy: "TargetShare",
    state,
    options,
    rule: {
      unitsOf: ({ capacityRatio }) => Math.min(capacityRatio, MAX_CAPACITY),
      potOf: (c, units) => (state.ofPolicy.coefficients?.[c] ?? FIRST_COEFFICIENT) * (state.weights[c] ?? 0) * units,
    },
  });
