import { pooledPricer } from "./pooledPricer.js";
import type { PricerFactory } from "./pricer.js";

const FULL_MEMBERS = 4;
const DECAY = 0.8;

/**
 * Pay for presence that decays beyond four members of a class.
 *
 * @example witnessDecay(state).pay(3) // tokens per day
 */
export const witnessDecay: PricerFactory = (state, options = {}) =>
  pooledPricer({
    policy: "WitnessDecay",
    state,
    options,
    rule: {
      unitsOf: () => 1,
      potOf: (_, members) =>
        members <= FULL_MEMBERS ? members : FULL_MEMBERS - (1 - DECAY ** (members - FULL_MEMBERS)),
    },
  });
