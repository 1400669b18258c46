import { marginalCoverage } from "../../metrics/marginalCoverage.js";
import { rigKind } from "../../metrics/rigKind.js";
import type { Row } from "../../report/rows.js";
import type { EpochRecord } from "../../simulation/epochRecord.js";
import type { Scenario } from "../../simulation/scenario.js";
import { known } from "./epochRow.js";
import { playedBy } from "./playedBy.js";

/**
 * Rows of the table `operators`: everybody at the end of the run.
 *
 * @param marginalRequests share of all requests that fail without the operator, by counterfactual replay
 */
export function operatorRows(parameters: {
  scenario: Scenario;
  record: EpochRecord;
  marginalRequests: Float64Array;
}): Row[] {
  const { scenario, record, marginalRequests } = parameters;
  const marginal = marginalCoverage(record.state);
  return playedBy(scenario, record.strategies).map(({ id, rig, domain }, operator) => {
    const pay = record.paid[operator] ?? 0;
    const cost = record.cost[operator] ?? 0;
    return {
      operator,
      strategy: id,
      rig: rig === undefined ? "out" : rigKind(rig),
      gpu: rig?.gpu.id ?? null,
      gpus: rig?.count ?? 0,
      models: rig?.models.map(({ model }) => model.id).join(" + ") ?? null,
      mode: rig?.verification ?? null,
      domain: scenario.domains[domain]?.id ?? null,
      pay,
      cost,
      net: pay - cost,
      marginalCoverage: marginal[operator] ?? 0,
      marginalRequests: rig === undefined ? null : known(marginalRequests[operator] ?? Number.NaN),
      stake: record.state.stake[operator] ?? 0,
    };
  });
}
