import { UserError } from "../common/errors.js";
import { randomStream } from "../common/random.js";
import type { Scenario } from "./scenario.js";

/** Where operators start: each with a rig drawn uniformly, all with the same cheap rig in one domain, or nobody at all. */
export const STARTS = ["random", "same", "out"] as const;
export type Start = (typeof STARTS)[number];

/**
 * The strategy of every operator in the first epoch. `random` depends on the scenario's seed only, so that all policies
 * start alike; `same` is the cheapest rig that serves anything.
 *
 * @throws UserError on an unknown start
 * @example startingStrategies({ scenario, start: "out" }) // all 0
 */
export function startingStrategies(parameters: { scenario: Scenario; start: string }): Int32Array {
  const { scenario, start } = parameters;
  const { strategies, operators, seed } = scenario;
  switch (start) {
    case "out":
      return new Int32Array(operators.length);
    case "same":
      return new Int32Array(operators.length).fill(cheapest(scenario));
    case "random": {
      const stream = randomStream(seed, "start");
      return Int32Array.from(operators, () => 1 + stream.below(strategies.length - 1));
    }
    default:
      throw new UserError(`unknown start "${start}": use one of ${STARTS.join(", ")}`);
  }
}

function cheapest({ strategies, service }: Scenario): number {
  let best = 0;
  strategies.forEach(({ usdPerDay }, k) => {
    const row = service.reliability.subarray(k * service.classes, (k + 1) * service.classes);
    if (!row.some((u) => u > 0)) return;
    if (best === 0 || usdPerDay < (strategies[best]?.usdPerDay ?? 0)) best = k;
  });
  return best;
}
