import type { PolicyName } from "../../../ignition/modules/Breadth.js";
import { pricerFor } from "../../agents/pricing/pricerFor.js";
import { ChainDriver } from "../../chain/ChainDriver.js";
import { ruleNamed } from "../../learning/ruleNamed.js";
import { alignment } from "../../metrics/alignment.js";
import { convergence } from "../../metrics/convergence.js";
import { gainFigures } from "../../metrics/manipulation/gainFigures.js";
import { marginalCoverage } from "../../metrics/marginalCoverage.js";
import { analyticReadings } from "../../simulation/analyticReadings.js";
import type { EpochRecord } from "../../simulation/epochRecord.js";
import { EPOCH_SECONDS } from "../../simulation/epochWindow.js";
import { marginalRequests } from "../../simulation/marginalRequests.js";
import { requestOutcome } from "../../simulation/requestOutcome.js";
import { runEpochs } from "../../simulation/runEpochs.js";
import { scenarioOnChain } from "../../simulation/scenarioOnChain.js";
import type { CellContext, CellResult, Row } from "../experiment.js";
import { HORIZON_DAYS, UNBONDING_DAYS } from "../learning/assumptions.js";
import { certifyRun } from "../learning/certifyRun.js";
import { learningScenario } from "../learning/learningScenario.js";
import { columnMeans } from "../tables/columnMeans.js";
import { epochRow, known } from "../tables/epochRow.js";
import { servedWorth } from "../tables/servedWorth.js";
import { gasFigures } from "./gasFigures.js";
import { MANIPULATIONS, manipulations } from "./manipulations.js";
import type { MatrixSettings } from "./matrixParameters.js";
import { matrixNetwork } from "./networks.js";

/** Who gets a request. */
const ROUTER = "power-of-two";
/** Days after the last epoch in which gas is measured. */
const DAYS_AFTER = 2;

/** Columns of the table `summary` that are means over the run's last epochs. */
const ENDS_WITH = [
  "success",
  "worstSuccess",
  "coverage",
  "worstCoverage",
  "strategiesEffective",
  "domainsEffective",
  "hardwareEffective",
  "domainsUsed",
  "active",
  "paid",
  "emitted",
  "cost",
  "surplus",
  "welfare",
  "servedWelfare",
] as const;

/**
 * One run of learning operators under one policy in one network: what it ends with in requests, welfare and diversity, its
 * certificate, what every active operator would gain by each manipulation, and what the operations cost.
 *
 * @example await matrixCell({ policy: "EqualShare", network: "small", seed: 1, ...settings }, context)
 */
export async function matrixCell(settings: MatrixSettings, context: CellContext): Promise<CellResult> {
  const started = performance.now();
  const { epochs, seed, emission } = settings;
  const policy = settings.policy as PolicyName;
  const network = matrixNetwork(settings.network);
  context.progress(0, "scenario");
  const { scenario, windows, table, optimum } = await learningScenario(
    { seed, emission, layers: 1, load: 0.7, weighting: "requests", demand: "generated", ...network.settings },
    context.path,
  );
  context.progress(0, "deployment");
  const onChain = scenarioOnChain(scenario);
  const chain = await ChainDriver.create({
    connection: await context.connect(),
    policy,
    ...onChain,
    // One more, that no strategy uses: who declares it says of itself that it fails with nobody else.
    domains: [...onChain.domains, { name: "fresh", availability: onChain.domains[0]?.availability ?? 0 }],
    budget: scenario.emissionPerDay * (epochs + DAYS_AFTER) + 1,
    unbondingDays: UNBONDING_DAYS,
    maxAgeSeconds: Math.min((epochs + DAYS_AFTER) * EPOCH_SECONDS, 2 ** 32 - 1),
    keys: "impersonated",
  });
  const timing = { set: performance.now() };
  const profiles: Int32Array[] = [];
  const ends: Row[] = [];
  const from = Math.max(0, epochs - settings.windows);
  let joinGas: number | null = null;
  let registerGas: number | null = null;
  let last: EpochRecord | undefined;
  for await (const record of runEpochs({
    scenario,
    chain,
    policy,
    table,
    rule: ruleNamed(settings.rule),
    order: "random",
    frequency: settings.frequency,
    start: "random",
    epochs,
    service: analyticReadings(table),
    horizonDays: HORIZON_DAYS,
    unbondingDays: UNBONDING_DAYS,
    signal: context.signal,
  })) {
    const { epoch, strategies, state } = record;
    if (epoch === 0) {
      // Nothing but joins has been reported, and nothing but registrations sent.
      joinGas = known(chain.counters.report.gas / state.reliability.reduce((n, u) => n + (u > 0 ? 1 : 0), 0));
      registerGas = known(chain.counters.apply.gas / chain.counters.apply.transactions);
    }
    if (epoch >= from) {
      const window = await windows.window(epoch);
      const { success, worstSuccess, tally } = requestOutcome({ scenario, strategies, window, router: ROUTER });
      ends.push(epochRow({ scenario, record, success, worstSuccess, worth: servedWorth(scenario, tally) }));
    }
    profiles.push(strategies);
    last = record;
    context.progress(((epoch + 1) / epochs) * 0.7, `epoch ${epoch + 1} of ${epochs}`);
  }
  if (last === undefined) throw new RangeError("a run has at least one epoch");
  const { strategies, state, agents } = last;
  const run = performance.now();

  context.progress(0.7, "certificate");
  const certificate = await certifyRun({
    scenario,
    table,
    strategies,
    agents,
    chain,
    pricer: pricerFor(policy)(state),
    state,
    quotes: settings.quotes,
  });
  const certified = performance.now();
  context.progress(0.8, "counterfactual replay");
  const active = [...strategies.keys()].filter((operator) => strategies[operator] !== 0);
  const pay = active.map((operator) => last?.paid[operator] ?? 0);
  const tail = Array.from({ length: epochs - from }, (_, i) => from + i);
  const lastWindows = await Promise.all(tail.map((epoch) => windows.window(epoch)));
  const lost = marginalRequests({ scenario, strategies, windows: lastWindows, router: ROUTER });
  const gained = marginalCoverage(state);
  const { valuePerDay } = scenario;
  const replayed = alignment({ pay, marginal: active.map((operator) => lost[operator] ?? 0), valuePerDay });
  const byFormula = alignment({ pay, marginal: active.map((operator) => gained[operator] ?? 0), valuePerDay });
  const replay = performance.now();

  context.progress(0.9, "manipulations");
  const fresh = scenario.domains.length;
  const tried = await manipulations({ scenario, table, strategies, agents, chain, state, fresh });
  const manipulated = performance.now();
  const gas = await gasFigures({ chain, state: await chain.snapshot() });
  const done = performance.now();

  const end = columnMeans(ends, ENDS_WITH);
  const { paid, emitted, success, welfare } = end;
  const motion = convergence({ profiles, quiet: Math.max(3, Math.ceil(1 / settings.frequency)) });
  const summary: Row = {
    operators: scenario.operators.length,
    ...end,
    paidShare: known((paid ?? Number.NaN) / (emitted ?? Number.NaN)),
    paidPerPoint: known((paid ?? Number.NaN) / (100 * (success ?? Number.NaN))),
    valuePerDay,
    welfareLower: optimum.lower,
    welfareUpper: optimum.upper,
    welfareShare: known((welfare ?? Number.NaN) / optimum.lower),
    ...certificate,
    ending: motion.name,
    converged: motion.epoch,
    alignment: known(replayed.pearson),
    alignmentRank: known(replayed.spearman),
    alignmentCoverage: known(byFormula.pearson),
    level: known(replayed.level),
    ...Object.assign(
      {},
      ...MANIPULATIONS.map((manipulation) => {
        const own = tried.gains.filter((each) => each.manipulation === manipulation);
        const { mean, largest, share, largestShare } = gainFigures(own);
        return {
          [`${manipulation}Gain`]: mean,
          [`${manipulation}Largest`]: largest,
          [`${manipulation}Share`]: share,
          [`${manipulation}LargestShare`]: largestShare,
        };
      }),
    ),
    manipulationsQuoted: tried.quoted,
    manipulationsQuoteError: tried.quoteError,
    manipulationsQuoteErrorBound: tried.quoteErrorBound,
    registerGas,
    joinGas,
    ...gas,
    upkeepGas: chain.counters.upkeep.gas / epochs,
  };
  const seconds = (to: number, since: number): number => (to - since) / 1000;
  return {
    tables: { summary: [summary], gains: tried.gains.map((gain) => ({ ...gain })) },
    timing: {
      setUp: seconds(timing.set, started),
      epochs: seconds(run, timing.set),
      certificate: seconds(certified, run),
      replay: seconds(replay, certified),
      manipulations: seconds(manipulated, replay),
      gas: seconds(done, manipulated),
      seconds: seconds(done, started),
    },
  };
}
