import type { PricerFactory } from "./pricer.js";
import { proportionalPricer } from "./proportionalPricer.js";

/**
 * Pay by the sum of the capacity ratios of all services that count.
 *
 * @example capacityWeighted(state).pay(3) // tokens per day
 */
export const capacityWeighted: PricerFactory = (state, options = {}) =>
  proportionalPricer({
    policy: "CapacityWeighted",
    state,
    options,
    rule: {
      weightOf: ({ services }) => services.reduce((sum, { capacityRatio }) => sum + capacityRatio, 0),
      weightOfStrategy: ({ table, strategy, counts }) => {
        let weight = 0;
        for (let entry = table.starts[strategy] ?? 0; entry < (table.starts[strategy + 1] ?? 0); entry++) {
          if (counts(entry)) weight += table.capacityRatio[entry] ?? 0;
        }
        return weight;
      },
    },
  });
