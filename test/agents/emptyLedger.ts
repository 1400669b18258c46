import type { LedgerState } from "../../scripts/agents/ledgerState.js";
import type { Scenario } from "../../scripts/simulation/scenario.js";

/** The ledger of a scenario in which nobody takes part. */
export function emptyLedger(scenario: Scenario): LedgerState {
  const { classes, domains } = scenario;
  const operators = scenario.operators.length;
  const cells = operators * classes.length;
  return {
    operators,
    classes: classes.length,
    domains: domains.length,
    domainOf: new Int32Array(operators).fill(-1),
    stake: new Float64Array(operators),
    reliability: new Float64Array(cells),
    capacityRatio: new Float64Array(cells),
    served: new Float64Array(cells),
    weights: Float64Array.from(scenario.weights, Number),
    availability: Float64Array.from(domains.flatMap(({ availability }) => classes.map(() => availability))),
    curves: scenario.curves,
    emissionPerDay: scenario.emissionPerDay,
    joined: new Float64Array(cells),
    opened: new Uint8Array(cells),
    ofPolicy: {},
  };
}
