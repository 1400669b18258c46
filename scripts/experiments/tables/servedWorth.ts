import { requestValue } from "../../agents/requestValue.js";
import type { Tally } from "../../network/tally.js";
import type { Scenario } from "../../simulation/scenario.js";
import { loadPrices } from "../../workloads/prices.js";

/**
 * How much of what a window's requests are worth, at published token prices, was really served: a yardstick that no rule
 * pays by, unlike coverage. Each class at its mean lengths.
 *
 * @returns share, 0 to 1; 1 when there were no requests
 * @example servedWorth(scenario, outcome.tally) // 0.62
 */
export function servedWorth({ classes }: Pick<Scenario, "classes">, tally: Tally): number {
  const prices = loadPrices();
  let asked = 0;
  let served = 0;
  classes.forEach((workload, c) => {
    const worth = requestValue(workload, prices);
    asked += worth * (tally.demand[c] ?? 0);
    served += worth * tally.at(c, 0);
  });
  return asked === 0 ? 1 : served / asked;
}
