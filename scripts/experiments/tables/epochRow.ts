import { coverage } from "../../metrics/coverage.js";
import { diversity } from "../../metrics/diversity.js";
import { gini } from "../../metrics/gini.js";
import { hhi } from "../../metrics/hhi.js";
import { money } from "../../metrics/money.js";
import { nakamotoCoefficient } from "../../metrics/nakamotoCoefficient.js";
import { rigSimilarity } from "../../metrics/rigSimilarity.js";
import { sumBy } from "../../metrics/sumBy.js";
import { worstOutage } from "../../metrics/worstOutage.js";
import type { Row } from "../../report/rows.js";
import type { EpochRecord } from "../../simulation/epochRecord.js";
import type { Scenario } from "../../simulation/scenario.js";
import { playedBy } from "./playedBy.js";

/** A number for a result table: what is not defined is null. */
export const known = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** One row of the table `epochs`; success is that of the epoch's requests, as it was and with the worst domain down. */
export function epochRow(parameters: {
  scenario: Scenario;
  record: EpochRecord;
  success: number;
  worstSuccess: number;
  /** Share of the requests' worth that was served (`servedWorth`). */
  worth: number;
}): Row {
  const { scenario, record, success, worstSuccess, worth } = parameters;
  const { state } = record;
  const playing = playedBy(scenario, record.strategies);
  const spread = diversity(playing);
  const active = [...record.strategies.keys()].filter((operator) => record.strategies[operator] !== 0);
  const pay = active.map((operator) => record.paid[operator] ?? 0);
  const byDomain = sumBy({ amounts: record.paid, groupOf: state.domainOf, groups: state.domains });
  const covered = coverage(state);
  const sums = money({
    paid: record.paid.reduce((a, b) => a + b, 0),
    cost: record.cost.reduce((a, b) => a + b, 0),
    coverage: covered,
    valuePerDay: scenario.valuePerDay,
  });
  return {
    epoch: record.epoch,
    coverage: covered,
    worstCoverage: worstOutage(state).coverage,
    success,
    worstSuccess,
    active: spread.active,
    strategiesEffective: spread.strategies,
    domainsEffective: spread.domains,
    hardwareEffective: spread.hardware,
    domainsUsed: spread.domainsUsed,
    similarity: known(rigSimilarity(playing)),
    hhiOperator: known(hhi(pay)),
    hhiDomain: known(hhi(byDomain)),
    nakamotoOperator: known(nakamotoCoefficient(pay)),
    nakamotoDomain: known(nakamotoCoefficient(byDomain)),
    giniPay: known(gini(pay)),
    emitted: record.emitted,
    ...sums,
    servedWorth: worth,
    servedWelfare: scenario.valuePerDay * worth - sums.cost,
    moves: record.moves.length,
    falls: record.falls,
    gas: record.gas,
    transactions: record.transactions,
  };
}
