import type { PolicyName } from "../../../ignition/modules/Breadth.js";
import { pricerFor } from "../../agents/pricing/pricerFor.js";
import { ChainDriver } from "../../chain/ChainDriver.js";
import { ruleNamed } from "../../learning/ruleNamed.js";
import { alignment } from "../../metrics/alignment.js";
import { convergence } from "../../metrics/convergence.js";
import { coverageUnder } from "../../metrics/coverageUnder.js";
import { analyticReadings } from "../../simulation/analyticReadings.js";
import type { EpochRecord } from "../../simulation/epochRecord.js";
import { EPOCH_SECONDS } from "../../simulation/epochWindow.js";
import { marginalRequests } from "../../simulation/marginalRequests.js";
import { MeasuredService } from "../../simulation/measuredService.js";
import { requestOutcome } from "../../simulation/requestOutcome.js";
import { type Observed, requestReadings } from "../../simulation/requestReadings.js";
import { runEpochs } from "../../simulation/runEpochs.js";
import { scenarioOnChain } from "../../simulation/scenarioOnChain.js";
import { serviceDisagreement } from "../../simulation/serviceDisagreement.js";
import { shockOutcomes } from "../../simulation/shockOutcomes.js";
import type { CellContext, CellResult, Row } from "../experiment.js";
import { ClassCounts } from "../tables/classCounts.js";
import { endOfRun, tailLength } from "../tables/endOfRun.js";
import { epochRow, known } from "../tables/epochRow.js";
import { heatRows } from "../tables/heatRows.js";
import { operatorRows } from "../tables/operatorRows.js";
import { servedWorth } from "../tables/servedWorth.js";
import { shareRows } from "../tables/shareRows.js";
import { HORIZON_DAYS, REPLAYED_WINDOWS, UNBONDING_DAYS } from "./assumptions.js";
import { certifyRun } from "./certifyRun.js";
import type { LearningSettings } from "./learningParameters.js";
import { learningScenario } from "./learningScenario.js";

/**
 * One run of learning operators under one policy: the scenario of the seed, a chain of its own, all epochs, the certificate
 * against the deployed contract, and the tables that every experiment with learning operators writes.
 *
 * @example await learningCell({ policy: "EqualShare", seed: 1, ...settings }, context)
 */
export async function learningCell(settings: LearningSettings, context: CellContext): Promise<CellResult> {
  const started = performance.now();
  const { epochs, router } = settings;
  const policy = settings.policy as PolicyName;
  context.progress(0, "scenario");
  const { scenario, windows, table, optimum } = await learningScenario(settings, context.path);
  context.progress(0, "deployment");
  const chain = await ChainDriver.create({
    connection: await context.connect(),
    policy,
    ...scenarioOnChain(scenario),
    budget: scenario.emissionPerDay * (epochs + 1) + 1,
    unbondingDays: UNBONDING_DAYS,
    maxAgeSeconds: Math.min((epochs + 1) * EPOCH_SECONDS, 2 ** 32 - 1),
    keys: settings.keys,
  });
  const measured = new MeasuredService(scenario);
  let observed: (Observed & { epoch: number }) | undefined;
  const observe = async (epoch: number, strategies: Int32Array): Promise<Observed> => {
    if (observed?.epoch === epoch) return observed;
    const window = await windows.window(epoch);
    const outcome = requestOutcome({ scenario, strategies, window, router });
    measured.observe({ strategies, window, outcome });
    observed = { epoch, window, outcome };
    return observed;
  };
  const service =
    settings.service === "request"
      ? requestReadings({ classes: scenario.classes.length, measured, observe })
      : analyticReadings(table);
  const epochRows: Row[] = [];
  const shares: Row[] = [];
  const profiles: Int32Array[] = [];
  const pooled = new ClassCounts(scenario);
  const tail = Array.from({ length: epochs }, (_, epoch) => epoch).slice(-tailLength(epochs));
  const run = runEpochs({
    scenario,
    chain,
    policy,
    table,
    rule: ruleNamed(settings.rule),
    order: settings.order,
    frequency: settings.frequency,
    start: settings.start,
    epochs,
    service,
    horizonDays: HORIZON_DAYS,
    unbondingDays: UNBONDING_DAYS,
    signal: context.signal,
  });
  let last: EpochRecord | undefined;
  for await (const record of run) {
    const { epoch, strategies } = record;
    const { outcome } = await observe(epoch, strategies);
    if (tail.includes(epoch)) pooled.add(outcome.tally);
    epochRows.push(
      epochRow({
        scenario,
        record,
        success: outcome.success,
        worstSuccess: outcome.worstSuccess,
        worth: servedWorth(scenario, outcome.tally),
      }),
    );
    shares.push(...shareRows(scenario, record));
    profiles.push(strategies);
    last = record;
    context.progress(((epoch + 1) / epochs) * 0.9, `epoch ${epoch + 1} of ${epochs}`);
  }
  if (last === undefined || observed === undefined) throw new RangeError("a run has at least one epoch");
  context.progress(0.95, "certificate");
  const { strategies, state } = last;
  const certificate = await certifyRun({
    scenario,
    table,
    strategies,
    agents: last.agents,
    chain,
    pricer: pricerFor(policy)(state),
    state,
    quotes: settings.quotes,
  });
  const lastWindows = await Promise.all(tail.slice(-REPLAYED_WINDOWS).map((epoch) => windows.window(epoch)));
  const marginal = marginalRequests({ scenario, strategies, windows: lastWindows, router });
  const operators = operatorRows({ scenario, record: last, marginalRequests: marginal });
  const active = [...strategies.keys()].filter((operator) => strategies[operator] !== 0);
  const agreed = alignment({
    pay: active.map((operator) => last?.paid[operator] ?? 0),
    marginal: active.map((operator) => marginal[operator] ?? 0),
    valuePerDay: scenario.valuePerDay,
  });
  const shocks = shockOutcomes({ scenario, strategies, windows: lastWindows, router }).map((shock) => ({
    shock: shock.shock,
    hit: shock.operators.length,
    success: shock.success,
    coverage: coverageUnder({ state, down: shock.operators }),
  }));
  const end = endOfRun(epochRows);
  // Rest is said only after as many epochs as it takes, in round-robin, until everybody has decided.
  const motion = convergence({ profiles, quiet: Math.max(3, Math.ceil(1 / settings.frequency)) });
  const summary: Row = {
    ...end,
    valuePerDay: scenario.valuePerDay,
    welfareLower: optimum.lower,
    welfareUpper: optimum.upper,
    welfareShare: known((end.welfare ?? Number.NaN) / optimum.lower),
    ...certificate,
    ending: motion.name,
    converged: motion.epoch,
    cycle: motion.period,
    alignment: known(agreed.pearson),
    alignmentRank: known(agreed.spearman),
    level: known(agreed.level),
  };
  const disagreement: Row[] = serviceDisagreement({ scenario, strategies, measured: measured.levels() }).map(
    ({ operators: listing, ...row }) => ({
      listing,
      ...row,
    }),
  );
  return {
    tables: {
      summary: [summary],
      epochs: epochRows,
      operators,
      classes: pooled.rows(last),
      shares,
      heat: heatRows(scenario, last),
      shocks,
      disagreement,
    },
    timing: { seconds: (performance.now() - started) / 1000 },
  };
}
