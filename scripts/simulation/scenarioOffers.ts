import { type OfferTable, offerTable } from "../agents/pricing/offerTable.js";
import { EPOCH_SECONDS } from "./epochWindow.js";
import type { Scenario } from "./scenario.js";

/**
 * What every strategy of a scenario offers by its analytic service model, with a day's requests as the measured window.
 *
 * @example const table = scenarioOffers(buildScenario({ seed: 1 }));
 */
export function scenarioOffers(scenario: Scenario): OfferTable {
  return offerTable({
    service: scenario.service,
    domains: scenario.strategies.map(({ domain }) => domain),
    stakes: scenario.operators.map(({ stake }) => stake),
    requests: scenario.classes.map(({ share }) => share * scenario.requestsPerSecond * EPOCH_SECONDS),
  });
}
