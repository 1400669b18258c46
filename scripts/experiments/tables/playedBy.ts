import type { Strategy } from "../../agents/strategy.js";
import type { Scenario } from "../../simulation/scenario.js";

/** What each operator does, by its index in the scenario's strategies. */
export function playedBy({ strategies }: Scenario, choices: Int32Array): Strategy[] {
  return Array.from(choices, (choice) => {
    const strategy = strategies[choice];
    if (strategy === undefined) throw new RangeError(`there is no strategy ${choice} among ${strategies.length}`);
    return strategy;
  });
}
