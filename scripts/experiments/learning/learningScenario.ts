import type { OfferTable } from "../../agents/pricing/offerTable.js";
import { localOptimum } from "../../metrics/optimum/localOptimum.js";
import { upperBound } from "../../metrics/optimum/upperBound.js";
import { buildScenario } from "../../simulation/buildScenario.js";
import type { DemandWindows } from "../../simulation/epochWindow.js";
import { generatedWindows } from "../../simulation/generatedWindows.js";
import type { Scenario } from "../../simulation/scenario.js";
import { scenarioOffers } from "../../simulation/scenarioOffers.js";
import { traceDemand } from "../../simulation/traceDemand.js";
import { traceWindows } from "../../simulation/traceWindows.js";
import { workloadClasses } from "../../workloads/workloadClasses.js";
import type { LearningSettings } from "./learningParameters.js";

/** What all policies of one seed share, and what is the best that could be reached there. */
export interface LearningScenario {
  readonly scenario: Scenario;
  readonly windows: DemandWindows;
  readonly table: OfferTable;
  /** Welfare of the best assignment found, and what no assignment exceeds; tokens per day. */
  readonly optimum: { readonly lower: number; readonly upper: number };
}

/** What a scenario depends on: part of the settings of a run. */
export type ScenarioChoice = Pick<
  LearningSettings,
  "seed" | "operators" | "domains" | "emission" | "layers" | "load" | "weighting" | "demand"
> & {
  /** Demand in few classes, capital and stake unequal (`buildScenario`); default false. */
  readonly skewed?: boolean;
};

/** Starts of the local search for the optimum. */
const STARTS = 3;
/** Scenarios kept: a worker goes through the seeds of one policy after the other. */
const KEPT = 12;
const kept = new Map<string, Promise<LearningScenario>>();

/**
 * The scenario of a cell, made once for all policies that a process runs on it; it depends on the settings alone.
 *
 * @param path where the file is that `settings.demand` names
 */
export function learningScenario(settings: ScenarioChoice, path: (value: string) => string): Promise<LearningScenario> {
  const { seed, operators, domains, emission, layers, load, weighting, demand, skewed = false } = settings;
  const key = JSON.stringify([seed, operators, domains, emission, layers, load, weighting, demand, skewed]);
  const known = kept.get(key);
  if (known !== undefined) return known;
  const made = make(settings, path);
  const [oldest] = kept.keys();
  if (kept.size >= KEPT && oldest !== undefined) kept.delete(oldest);
  kept.set(key, made);
  return made;
}

async function make(settings: ScenarioChoice, path: (value: string) => string): Promise<LearningScenario> {
  const { seed, operators, domains, emission, layers, load, weighting, demand, skewed = false } = settings;
  const common = { seed, operators, domains, emission, layers: layers as 1 | 2 | 3 | 4, load, weighting, skewed };
  if (demand === "generated") {
    const scenario = buildScenario(common);
    return finish(scenario, generatedWindows({ scenario }));
  }
  const trace = await traceDemand({ path: path(demand), classes: workloadClasses(), seed });
  const scenario = buildScenario({ ...common, demand: trace });
  return finish(scenario, traceWindows({ scenario, trace }));
}

function finish(scenario: Scenario, windows: DemandWindows): LearningScenario {
  const table = scenarioOffers(scenario);
  const classes = scenario.classes.length;
  const model = {
    operators: scenario.operators.length,
    classes,
    domains: scenario.domains.length,
    weights: Float64Array.from(scenario.weights, Number),
    availability: Float64Array.from(
      scenario.domains.flatMap(({ availability }) => scenario.classes.map(() => availability)),
    ),
    curves: scenario.curves,
  };
  const problem = { model, table, costs: scenario.costs, valuePerDay: scenario.valuePerDay };
  const best = localOptimum({ problem, seed: scenario.seed, starts: STARTS });
  const { welfare: upper } = upperBound({ problem, anchors: [best.strategies], steps: 60 });
  return { scenario, windows, table, optimum: { lower: best.welfare, upper } };
}
