import { pooledPricer } from "./pooledPricer.js";
import type { PricerFactory } from "./pricer.js";

const WEI_PER_TOKEN = 1e18;

/**
 * Pay for stake, split evenly over the classes served in whole wei, where demand weight and curators' bonds signal.
 *
 * @example signalAllocated(state).pay(3) // tokens per day
 */
export const signalAllocated: PricerFactory = (state, options = {}) =>
  pooledPricer({
    policy: "SignalAllocated",
    state,
    options,
    rule: {
      unitsOf: ({ stake, services }) => Math.floor(Math.round(stake * WEI_PER_TOKEN) / services),
      potOf: (c) => {
        const weight = state.weights[c] ?? 0;
        return weight === 0 ? 0 : weight + (state.ofPolicy.bonded?.[c] ?? 0);
      },
    },
  });
