import type { RandomStream } from "../../common/random.js";
import type { Scenario } from "../../simulation/scenario.js";
import type { Shown } from "./payDays.js";
import { rigServices } from "./rigServices.js";

/**
 * Operators with rigs drawn uniformly among those that serve at least one class in time.
 *
 * @example servingRigs({ scenario, stream: randomStream(1, "rigs"), count: 20 })
 */
export function servingRigs(parameters: { scenario: Scenario; stream: RandomStream; count: number }): Shown[] {
  const { scenario, stream, count } = parameters;
  const rigs = scenario.strategies
    .map(({ domain }, strategy): Shown => ({ domain, services: rigServices(scenario, strategy) }))
    .filter(({ services }) => services.length > 0);
  return Array.from({ length: count }, () => stream.pick(rigs));
}
