import type { ChainDriverOptions } from "../chain/driverOptions.js";
import type { Scenario } from "./scenario.js";

/**
 * What a scenario asks of its chain: classes, domains (by the first 31 bytes of their names), operators, emission.
 *
 * @example await ChainDriver.create({ ...scenarioOnChain(scenario), connection, policy, budget, ...rest })
 */
export function scenarioOnChain(
  scenario: Scenario,
): Pick<ChainDriverOptions, "classes" | "domains" | "operators" | "emissionPerDay"> {
  const { curves, weights, domains, operators, emissionPerDay } = scenario;
  return {
    classes: curves.map((curve, c) => ({ curve, weight: weights[c] ?? 0n })),
    domains: domains.map(({ id, availability }) => ({ name: id.slice(0, 31), availability })),
    operators,
    emissionPerDay,
  };
}
