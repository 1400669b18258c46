import { sampleCorrelation, sampleRankCorrelation } from "simple-statistics";
import { counterfactual } from "../network/counterfactual.js";
import { DEFAULT_AVAILABILITY_PRIOR, domainAvailability } from "../network/domainAvailability.js";
import { marginalCoverage } from "../network/marginalCoverage.js";
import { Prober } from "../network/prober.js";
import { routerNamed } from "../network/routerNamed.js";
import { DEFAULT_PRIOR, serviceLevels } from "../network/serviceLevels.js";
import { Simulator } from "../network/simulator.js";
import type { Tally } from "../network/tally.js";
import { curveOfLoad } from "../workloads/curveOfLoad.js";
import type { SuccessCurve } from "../workloads/successCurve.js";
import { type NetworkScenario, networkScenario } from "./networkScenario.js";

/** What is computed from the measurements and held against the counterfactual. */
export const READINGS = [
  "MarginalCoverage, 1 layer",
  "MarginalCoverage, 2 layers",
  "MarginalCoverage, 3 layers",
  "MarginalCoverage, 4 layers",
  "4 layers, partial sums only",
  "3 layers, x of free capacity",
  "3 layers, curve of the pool's size",
  "FlatMarginalCoverage",
  "pivotal count",
  "Shapley 1/k",
  "served volume",
] as const;

/** Written after looking at seed 1 of six networks and before running any other seed. */
export const AGREEMENT_HYPOTHESES = [
  "H1  MarginalCoverage fed with measured u and x (capacity attributed by what was served) ranks operators as the counterfactual does: Pearson at least 0.8 at loads of 0.7 and more, level ratio between 0.5 and 2; less at load 0.3, where few operators matter.",
  "H2  Three or four layers agree better than one.",
  "H3  FlatMarginalCoverage agrees less than MarginalCoverage.",
  "H4  Pivotal counts fall short (level below 0.5); Shapley 1/k and served volume are several times too high.",
  "H5  Reading x as mean free capacity, which counts idle capacity in every class, agrees less than attributing it.",
  "H6  (written after the results for H1 to H5) With everybody in two domains that are up 90.4% of the time, FlatMarginalCoverage agrees less than MarginalCoverage at load 0.3.",
] as const;

export interface AgreementSettings {
  readonly operators: number;
  readonly load: number;
  readonly router: string;
  readonly seed: number;
  readonly hours: number;
  readonly maxSlots: number;
  readonly compression: number;
  readonly domainIds?: readonly string[];
}

/** How one reading agrees with the counterfactual over the operators of one network. */
export interface Agreement {
  readonly reading: (typeof READINGS)[number];
  readonly pearson: number;
  readonly spearman: number;
  /** Sum of the reading over the sum of the truth, both as shares of all requests. */
  readonly level: number;
}

/**
 * One network: measures it as the ledger would, computes every reading, and replays the same requests without each operator.
 *
 * @returns the agreement of each reading, the share of requests served, and the sum of the true marginals
 */
export async function agreement(
  settings: AgreementSettings,
): Promise<{ agreements: Agreement[]; success: number; truth: number }> {
  const { operators, router, seed, compression } = settings;
  const scenario = networkScenario(settings);
  const { network, outages, seconds } = scenario;
  const simulator = new Simulator({ network, outages, router: routerNamed(router), seed });
  for (const batch of scenario.batches()) simulator.run(batch);
  const { tally } = simulator;
  const absentees = Int32Array.from({ length: operators }, (_, i) => i);
  const { lost } = await counterfactual({ network, outages, router, seed, absentees, batches: scenario.batches() });
  const asked = tally.demand.reduce((a, b) => a + b, 0);
  const truth = perOperator(lost, operators, network.classes, asked);
  const agreements = readings(scenario, tally, compression, seed, seconds).map((values, index): Agreement => {
    const reading = READINGS[index] ?? READINGS[0];
    return {
      reading,
      pearson: sampleCorrelation([...values], [...truth]),
      spearman: sampleRankCorrelation([...values], [...truth]),
      level: sum(values) / sum(truth),
    };
  });
  return { agreements, success: tally.successRate(), truth: sum(truth) };
}

/** Every reading per operator, in the order of `READINGS`, as a share of all requests. */
function readings(
  { network, classes, outages, domains }: NetworkScenario,
  tally: Tally,
  compression: number,
  seed: number,
  seconds: number,
): Float64Array[] {
  const tokens = {
    input: Float64Array.from(classes, ({ meanInputTokens }) => meanInputTokens),
    output: Float64Array.from(classes, ({ meanOutputTokens }) => meanOutputTokens),
  };
  const probes = new Prober({ network, outages, seed, interval: 300 / compression, tokens }).until(seconds);
  // Outages are faster, so looks are independent sooner.
  const independence = DEFAULT_PRIOR.independence / compression;
  const prior = { ...DEFAULT_PRIOR, independence };
  const levels = serviceLevels({ tally, probes, seconds, prior });
  const free = serviceLevels({ tally, probes, seconds, prior, attribution: "free" });
  const availability = domainAvailability({
    probes,
    domains: domains.length,
    seconds,
    prior: { ...DEFAULT_AVAILABILITY_PRIOR, independence },
  });
  const { domainOf } = network;
  const weights = tally.demand;
  const loads = classLoads(tally, seconds);
  const curvesOf = (layers: 1 | 2 | 3 | 4): SuccessCurve[] => loads.map((load) => curveOfLoad({ load, layers }));
  const pools = poolLoads(loads, levels.reliability, network.operators);
  const variants = [
    // Without the sharper curves that the ledger accepts by their nested sums.
    { levels, curves: loads.map((load) => curveOfLoad({ load, layers: 4, check: "partialSums" })) },
    { levels: free, curves: curvesOf(3) },
    { levels, curves: pools.map((load) => curveOfLoad({ load, layers: 3 })) },
  ].map((variant) => marginalCoverage({ domainOf, availability, weights, ...variant }));
  const covered = ([1, 2, 3, 4] as const).map((layers) =>
    marginalCoverage({ domainOf, levels, availability, weights, curves: curvesOf(layers) }),
  );
  // No domains: everybody in one that never fails.
  const flat = marginalCoverage({
    domainOf: new Int32Array(network.operators),
    levels,
    availability: Float64Array.of(1),
    weights,
    curves: curvesOf(1),
  });
  const asked = sum(tally.demand);
  const counts = [tally.pivotal, tally.shapley, served(tally)].map((table) =>
    perOperator(table, network.operators, network.classes, asked),
  );
  return [...covered, ...variants, flat, ...counts];
}

/** Erlangs that each class offers at the speed at which its requests were taken. */
function classLoads(tally: Tally, seconds: number): number[] {
  return Array.from(tally.demand, (demand, c) => {
    let busy = 0;
    let taken = 0;
    for (let i = 0; i < tally.operators; i++) {
      busy += tally.busySeconds[i * tally.classes + c] ?? 0;
      for (const result of [0, 4, 5, 6, 7]) taken += tally.attemptsOf(i, c, result);
    }
    return taken === 0 ? 0 : (demand / seconds) * (busy / taken);
  });
}

/** Erlangs of the classes that share a class's operators, each as far as its own operators are shared. */
function poolLoads(loads: readonly number[], reliability: Float64Array, operators: number): number[] {
  const classes = loads.length;
  const serves = (i: number, c: number): boolean => (reliability[i * classes + c] ?? 0) > 0;
  return loads.map((_, c) =>
    loads.reduce((pool, load, other) => {
      let able = 0;
      let both = 0;
      for (let i = 0; i < operators; i++) {
        if (!serves(i, other)) continue;
        able += 1;
        if (serves(i, c)) both += 1;
      }
      return able === 0 ? pool : pool + (load * both) / able;
    }, 0),
  );
}

function served(tally: Tally): Float64Array {
  return Float64Array.from({ length: tally.operators * tally.classes }, (_, cell) =>
    tally.served(Math.floor(cell / tally.classes), cell % tally.classes),
  );
}

function perOperator(table: Float64Array, operators: number, classes: number, asked: number): Float64Array {
  return Float64Array.from(
    { length: operators },
    (_, i) => sum(table.subarray(i * classes, (i + 1) * classes)) / asked,
  );
}

function sum(values: Float64Array): number {
  return values.reduce((a, b) => a + b, 0);
}
