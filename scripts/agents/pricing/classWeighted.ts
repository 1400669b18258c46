import { pooledPricer } from "./pooledPricer.js";
import type { PricerFactory } from "./pricer.js";

/**
 * Pay for stake inside classes with allocation points; a class without demand has none.
 *
 * @example classWeighted(state).pay(3) // tokens per day
 */
export const classWeighted: PricerFactory = (state, options = {}) =>
  pooledPricer({
    policy: "ClassWeighted",
    state,
    options,
    rule: {
      unitsOf: ({ stake }) => stake,
      potOf: (c) => {
        const weight = state.weights[c] ?? 0;
        return weight === 0 ? 0 : (state.ofPolicy.points?.[c] ?? weight);
      },
    },
  });
