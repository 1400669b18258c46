import { sampleCorrelation } from "simple-statistics";
import { claimsInOrder } from "../agents/claimsInOrder.js";
import type { LedgerState } from "../agents/ledgerState.js";
import { requestValue } from "../agents/requestValue.js";
import { formatPercent } from "../common/formatPercent.js";
import { randomStream } from "../common/random.js";
import { textTable } from "../common/textTable.js";
import { coverage } from "../metrics/coverage.js";
import { marginalCoverage } from "../metrics/marginalCoverage.js";
import { buildScenario, type Weighting } from "../simulation/buildScenario.js";
import type { EpochWindow } from "../simulation/epochWindow.js";
import { generatedWindows } from "../simulation/generatedWindows.js";
import { marginalRequests } from "../simulation/marginalRequests.js";
import { MeasuredService } from "../simulation/measuredService.js";
import { requestOutcome } from "../simulation/requestOutcome.js";
import type { Scenario } from "../simulation/scenario.js";
import { serviceDisagreement } from "../simulation/serviceDisagreement.js";
import { loadPrices } from "../workloads/prices.js";
import { interval } from "./interval.js";

const SEEDS = [1, 2, 3, 4, 5];
const LOADS = [0.35, 0.7, 1.4];
const EPOCHS = 20;
const ROUTER = "power-of-two";

/**
 * The figures of docs/economy.md: domains, what a request is worth, V against what rigs cost, and how far the analytic
 * service model is from the measured one.
 */
export async function economyTable(print: (line: string) => void): Promise<void> {
  const scenario = buildScenario({ seed: 1 });
  print(`${scenario.strategies.length} strategies, ${scenario.classes.length} classes`);
  print(domainTable(scenario));
  print(valueTable(scenario));
  print(moneyTable());
  for (const line of await serviceTables()) print(line);
}

function domainTable({ domains, strategies }: Scenario): string {
  const rows = domains.map(({ id, availability }, index) => {
    const rents = strategies.flatMap(({ domain, usdPerDay }) => (domain === index ? [usdPerDay] : []));
    return [id, availability, Math.min(...rents).toFixed(2), mean(rents).toFixed(2), Math.max(...rents).toFixed(2)];
  });
  return textTable({ head: ["domain", "availability", "cheapest rig, USD a day", "mean", "dearest"], rows });
}

function valueTable({ classes }: Scenario): string {
  const prices = loadPrices();
  const families = [...new Set(classes.map(({ modelFamily }) => modelFamily))];
  const total = mean(classes.map((each) => each.share * requestValue(each, prices))) * classes.length;
  const rows = families.map((family) => {
    const own = classes.filter(({ modelFamily }) => modelFamily === family);
    const share = own.reduce((sum, each) => sum + each.share, 0);
    const value = own.reduce((sum, each) => sum + each.share * requestValue(each, prices), 0);
    return [family, formatPercent(share), ((1e6 * value) / share).toFixed(1), formatPercent(value / total)];
  });
  rows.push(["all", formatPercent(1), (1e6 * total).toFixed(1), formatPercent(1)]);
  return textTable({ head: ["family", "of requests", "USD per million requests", "of V"], rows, right: [1, 2, 3] });
}

/** V, and 60 uniformly drawn rigs: their cost and coverage by the analytic model. */
function moneyTable(): string {
  const rows = (["requests", "value"] as const).flatMap((weighting: Weighting) =>
    LOADS.map((load) => {
      const drawn = SEEDS.map((seed) => {
        const scenario = buildScenario({ seed, load, weighting });
        const strategies = drawStrategies(scenario);
        const size = scenario.strategies.length;
        return {
          scenario,
          cost: strategies.reduce((sum, strategy, i) => sum + (scenario.costs[i * size + strategy] ?? 0), 0),
          coverage: coverage(ledgerStateOf(scenario, strategies)),
        };
      });
      const { requestsPerSecond = 0, valuePerDay = 0 } = drawn[0]?.scenario ?? {};
      const cost = interval(drawn.map((each) => each.cost));
      const covered = interval(drawn.map((each) => each.coverage));
      return [
        weighting,
        load,
        requestsPerSecond.toFixed(0),
        valuePerDay.toFixed(0),
        `${cost.mean.toFixed(0)} ± ${cost.half.toFixed(0)}`,
        `${covered.mean.toFixed(3)} ± ${covered.half.toFixed(3)}`,
      ];
    }),
  );
  const head = ["weights", "load", "requests/s", "V, tokens a day", "60 drawn rigs cost", "their coverage C"];
  return textTable({ head, rows, right: [1, 2, 3, 4, 5] });
}

/** The analytic service model against the measured one, and both against the counterfactual. */
async function serviceTables(): Promise<string[]> {
  const runs: Awaited<ReturnType<typeof serviceRun>>[] = [];
  for (const seed of SEEDS) runs.push(await serviceRun(seed));
  const rows = runs.flatMap(({ disagreement }) => disagreement);
  // Family, tier and mode; regions pooled.
  const kindOf = (id: string): string => id.split("/").slice(0, 3).join("/");
  const kinds = [...new Set(rows.map((row) => kindOf(row.class)))].map((kind) => {
    const own = rows.filter((row) => kindOf(row.class) === kind);
    const average = (of: (row: (typeof own)[number]) => number): string => mean(own.map(of)).toFixed(3);
    const largest = (of: (row: (typeof own)[number]) => number): string => Math.max(...own.map(of)).toFixed(3);
    return [
      kind,
      average((row) => row.biasReliability),
      average((row) => row.meanReliability),
      largest((row) => row.largestReliability),
      average((row) => row.analyticCapacityRatio),
      average((row) => row.biasCapacityRatio),
      average((row) => row.meanCapacityRatio),
      largest((row) => row.largestCapacityRatio),
    ];
  });
  const head = ["classes", "u: bias", "mean", "largest", "x: analytic", "bias", "mean", "largest"];
  const summary = (of: (run: (typeof runs)[number]) => number): string => {
    const { mean: centre, half } = interval(runs.map(of));
    return `${centre.toFixed(3)} ± ${half.toFixed(3)}`;
  };
  return [
    textTable({ head, rows: kinds, right: [1, 2, 3, 4, 5, 6, 7] }),
    `success ${summary((run) => run.success)}, C analytic ${summary((run) => run.analytic.coverage)}, measured ${summary((run) => run.measured.coverage)}`,
    `Pearson with the counterfactual: analytic ${summary((run) => run.analytic.pearson)}, measured ${summary((run) => run.measured.pearson)}`,
    `sum of D over that of the counterfactual: analytic ${summary((run) => run.analytic.level)}, measured ${summary((run) => run.measured.level)}`,
    `processor milliseconds per epoch, median: window ${median(runs.map((run) => run.windowMs))}, outcome and 5 domain outages ${median(runs.map((run) => run.outcomeMs))}`,
  ];
}

async function serviceRun(seed: number) {
  const scenario = buildScenario({ seed });
  const strategies = drawStrategies(scenario);
  const windows = generatedWindows({ scenario });
  const service = new MeasuredService(scenario);
  const seen: EpochWindow[] = [];
  const windowMs: number[] = [];
  const outcomeMs: number[] = [];
  let success = 0;
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    const began = processorMs();
    const window = await windows.window(epoch);
    const made = processorMs();
    const outcome = requestOutcome({ scenario, strategies, window, router: ROUTER });
    windowMs.push(made - began);
    outcomeMs.push(processorMs() - made);
    service.observe({ strategies, window, outcome });
    success += outcome.success / EPOCHS;
    seen.push(window);
  }
  const measured = service.levels();
  const truth = marginalRequests({ scenario, strategies, windows: seen, router: ROUTER });
  const agreement = (state: LedgerState) => {
    const marginal = marginalCoverage(state);
    return {
      coverage: coverage(state),
      pearson: sampleCorrelation([...marginal], [...truth]),
      level: mean([...marginal]) / mean([...truth]),
    };
  };
  const analytic = ledgerStateOf(scenario, strategies);
  return {
    disagreement: serviceDisagreement({ scenario, strategies, measured }),
    success,
    analytic: agreement(analytic),
    measured: agreement({ ...analytic, ...measured }),
    windowMs: Number(median(windowMs)),
    outcomeMs: Number(median(outcomeMs)),
  };
}

/** A strategy for every operator, uniformly, nobody out. */
function drawStrategies({ seed, operators, strategies }: Scenario): number[] {
  const stream = randomStream(seed, "economy/strategies");
  return operators.map(() => 1 + stream.below(strategies.length - 1));
}

/** The ledger as it would be under the analytic model; stake and served volume do not enter coverage. */
function ledgerStateOf(scenario: Scenario, chosen: readonly number[]): LedgerState {
  const { strategies, domains, weights, curves, service } = scenario;
  const { classes } = service;
  const rowsOf = (table: Float64Array): Float64Array =>
    Float64Array.from(chosen.flatMap((strategy) => [...table.subarray(strategy * classes, (strategy + 1) * classes)]));
  const reliability = rowsOf(service.reliability);
  return {
    operators: chosen.length,
    classes,
    domains: domains.length,
    domainOf: Int32Array.from(chosen, (strategy) => strategies[strategy]?.domain ?? 0),
    stake: new Float64Array(chosen.length),
    reliability,
    capacityRatio: rowsOf(service.capacityRatio),
    served: new Float64Array(chosen.length * classes),
    ...claimsInOrder({ classes, reliability }),
    weights: Float64Array.from(weights, Number),
    availability: Float64Array.from(domains.flatMap(({ availability }) => weights.map(() => availability))),
    curves,
    emissionPerDay: scenario.emissionPerDay,
    ofPolicy: {},
  };
}

/** Processor time of this process so far, milliseconds: what a machine shared with others does not change much. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[sorted.length >> 1] ?? Number.NaN).toFixed(0);
}
