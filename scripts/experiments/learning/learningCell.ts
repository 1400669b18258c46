import type { PolicyName } from "../../../ignition/modules/Breadth.js";
import { offerTable } from "../../agents/pricing/offerTable.js";
import { ChainDriver } from "../../chain/ChainDriver.js";
import { ruleNamed } from "../../learning/ruleNamed.js";
import { analyticReadings } from "../../simulation/analyticReadings.js";
import { buildScenario } from "../../simulation/buildScenario.js";
import type { EpochRecord } from "../../simulation/epochRecord.js";
import { EPOCH_SECONDS } from "../../simulation/epochWindow.js";
import { generatedWindows } from "../../simulation/generatedWindows.js";
import { requestOutcome } from "../../simulation/requestOutcome.js";
import { runEpochs } from "../../simulation/runEpochs.js";
import type { Scenario } from "../../simulation/scenario.js";
import { traceDemand } from "../../simulation/traceDemand.js";
import { traceWindows } from "../../simulation/traceWindows.js";
import { workloadClasses } from "../../workloads/workloadClasses.js";
import type { CellContext, CellResult, Row } from "../experiment.js";
import { ClassCounts } from "../tables/classCounts.js";
import { epochRow } from "../tables/epochRow.js";
import { heatRows } from "../tables/heatRows.js";
import { shareRows } from "../tables/shareRows.js";
import type { LearningSettings } from "./learningParameters.js";

/** Days from a full exit until the stake can be had again, as deployed. */
const UNBONDING_DAYS = 7;
/** Days over which a change of strategy is expected to pay back: an assumption about operators' patience. */
const HORIZON_DAYS = 30;

/**
 * One run of learning operators under one policy: the scenario of the seed, a chain of its own, all epochs, and the tables
 * that every experiment with learning operators writes.
 *
 * @example await learningCell({ policy: "EqualShare", seed: 1, ...settings }, context)
 */
export async function learningCell(settings: LearningSettings, context: CellContext): Promise<CellResult> {
  const started = performance.now();
  const { policy, epochs, seed } = settings;
  const { scenario, windows } = await scenarioOf(settings, context);
  const table = offerTable({
    service: scenario.service,
    domains: scenario.strategies.map(({ domain }) => domain),
    stakes: scenario.operators.map(({ stake }) => stake),
    requests: scenario.classes.map(({ share }) => share * scenario.requestsPerSecond * EPOCH_SECONDS),
  });
  const chain = await ChainDriver.create({
    connection: await context.connect(),
    policy: policy as PolicyName,
    classes: scenario.curves.map((curve, c) => ({ curve, weight: scenario.weights[c] ?? 0n })),
    domains: scenario.domains.map(({ id, availability }) => ({ name: id.slice(0, 31), availability })),
    operators: scenario.operators,
    emissionPerDay: scenario.emissionPerDay,
    budget: scenario.emissionPerDay * (epochs + 1) + 1,
    unbondingDays: UNBONDING_DAYS,
    maxAgeSeconds: (epochs + 1) * EPOCH_SECONDS,
    keys: settings.keys,
  });
  const rows: Record<"epochs" | "shares", Row[]> = { epochs: [], shares: [] };
  const profiles: Int32Array[] = [];
  const pooled = new ClassCounts(scenario);
  const run = runEpochs({
    scenario,
    chain,
    policy: policy as PolicyName,
    table,
    rule: ruleNamed(settings.rule),
    order: settings.order,
    frequency: settings.frequency,
    start: settings.start,
    epochs,
    service: analyticReadings(table),
    horizonDays: HORIZON_DAYS,
    unbondingDays: UNBONDING_DAYS,
    signal: context.signal,
  });
  let last: EpochRecord | undefined;
  for await (const record of run) {
    const { epoch, strategies } = record;
    const outcome = requestOutcome({
      scenario,
      strategies,
      window: await windows.window(epoch),
      router: settings.router,
    });
    if (epoch >= epochs - Math.ceil(epochs / 10)) pooled.add(outcome.tally);
    rows.epochs.push(epochRow({ scenario, record, success: outcome.success, worstSuccess: outcome.worstSuccess }));
    rows.shares.push(...shareRows(scenario, record));
    profiles.push(strategies);
    last = record;
    context.progress((epoch + 1) / epochs, `${policy} seed ${seed} epoch ${epoch + 1}`);
  }
  if (last === undefined) throw new RangeError("a run has at least one epoch");
  return {
    tables: { ...rows, classes: pooled.rows(last), heat: heatRows(scenario, last) },
    timing: { seconds: (performance.now() - started) / 1000 },
  };
}

async function scenarioOf(settings: LearningSettings, context: CellContext) {
  const { seed, operators, domains, emission, layers, load, demand } = settings;
  const common = { seed, operators, domains, emission, layers: layers as 1 | 2 | 3 | 4, load };
  if (demand === "generated") {
    const scenario: Scenario = buildScenario(common);
    return { scenario, windows: generatedWindows({ scenario }) };
  }
  const trace = await traceDemand({ path: context.path(demand), classes: workloadClasses(), seed });
  const scenario = buildScenario({ ...common, demand: trace });
  return { scenario, windows: traceWindows({ scenario, trace }) };
}
