import type { ChainDriverOptions } from "../chain/driverOptions.js";
import { DAY_SECONDS } from "../common/units.js";
import { classTraits } from "./classTraits.js";
import type { Scenario } from "./scenario.js";

/**
 * What a scenario asks of its chain: classes, what a request is worth on average, domains (by the first 31 bytes of their names), operators, emission.
 *
 * @example await ChainDriver.create({ ...scenarioOnChain(scenario), connection, policy, budget, ...rest })
 */
export function scenarioOnChain(
  scenario: Scenario,
): Pick<ChainDriverOptions, "classes" | "requestFee" | "domains" | "operators" | "emissionPerDay"> {
  const { curves, weights, domains, operators, emissionPerDay, valuePerDay, requestsPerSecond } = scenario;
  const traits = classTraits(scenario);
  return {
    classes: curves.map((curve, c) => ({ curve, weight: weights[c] ?? 0n, ...(traits[c] && { traits: traits[c] }) })),
    requestFee: valuePerDay / (requestsPerSecond * DAY_SECONDS),
    domains: domains.map(({ id, availability }) => ({ name: id.slice(0, 31), availability })),
    operators,
    emissionPerDay,
  };
}
