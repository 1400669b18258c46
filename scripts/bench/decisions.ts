import type { LedgerState } from "../agents/ledgerState.js";
import { type OfferTable, offerTable } from "../agents/pricing/offerTable.js";
import type { Pricer } from "../agents/pricing/pricer.js";
import { pricerFor } from "../agents/pricing/pricerFor.js";
import { randomStream } from "../common/random.js";
import { certify } from "../metrics/certificate.js";
import type { SuccessCurve } from "../workloads/successCurve.js";
import type { SpeedRow } from "./speedRow.js";

const OPERATORS = 1_000;
const STRATEGIES = 250;
const CLASSES = 45;
const DOMAINS = 5;
/** {s} A published stake-pool simulator, without any chain, for n = 1,000 and k = 100. */
const STAKE_POOL_SIMULATOR = 19;
const BILLION = 1_000_000_000n;
const CURVES: Readonly<Record<1 | 4, SuccessCurve>> = {
  1: { kappas: [BILLION], alphas: [BILLION] },
  4: {
    kappas: [BILLION / 2n, BILLION, 2n * BILLION, 4n * BILLION],
    alphas: [100_000_000n, 300_000_000n, 400_000_000n, 200_000_000n],
  },
};

/**
 * What decisions cost in plain arithmetic: 1,000 operators, 250 strategies of about ten classes each in five domains, 45 classes. A
 * decision prices all strategies. Processor seconds, so that a busy machine changes them little. Takes about a minute.
 *
 * @example for (const { name, value, unit } of decisionSpeed()) console.log(name, value, unit);
 */
export function decisionSpeed(): SpeedRow[] {
  return [
    ...([1, 4] as const).map((layers) => decisions("MarginalCoverage", layers)),
    ...(["FlatMarginalCoverage", "EqualShare", "StakeWeighted", "ServedVolume"] as const).map((policy) =>
      decisions(policy, 1),
    ),
    ...([1, 4] as const).map(equilibrium),
  ];
}

/** Decisions per second by table, against pricing one offer at a time. */
function decisions(policy: Pricer["policy"], layers: 1 | 4): SpeedRow {
  const { state, table, costs } = bench(layers);
  const pricer = pricerFor(policy)(state);
  bestResponses({ pricer, table, costs, playing: new Int32Array(OPERATORS), rounds: 1 });
  const perDecision = (count: number, decide: (operator: number) => void) => {
    for (let i = 0; i < count / 4; i++) decide(i % OPERATORS);
    return (
      timed(() => {
        for (let i = 0; i < count; i++) decide((i * 7) % OPERATORS);
      }) / count
    );
  };
  const byTable = perDecision(4_000, (operator) => pricer.priceStrategies(operator, table));
  const offers = Array.from({ length: STRATEGIES }, (_, k) => pricer.offer(0, table, k));
  const oneByOne = perDecision(100, (operator) => {
    for (const offer of offers) pricer.price(operator, offer);
  });
  const name = `operator decisions, ${STRATEGIES} strategies priced, ${policy}, ${layers} layer(s), against one by one`;
  return { name, value: 1 / byTable, unit: "decisions/s", reference: 1 / oneByOne, ratio: oneByOne / byTable };
}

/** Seconds until nobody gains by moving, from everybody out, by best responses in turn; with the certificate. */
function equilibrium(layers: 1 | 4): SpeedRow {
  const { state, table, costs } = bench(layers);
  let rounds = 0;
  let moves = 0;
  const value = timed(() => {
    const pricer = pricerFor("MarginalCoverage")(state);
    const playing = new Int32Array(OPERATORS);
    ({ rounds, moves } = bestResponses({ pricer, table, costs, playing, rounds: 1_000 }));
    const { epsilon } = certify({ pricer, table, playing, costs, tolerance: 0 });
    if (epsilon > LEAST_GAIN) throw new Error(`no equilibrium after ${rounds} rounds: epsilon ${epsilon}`);
  });
  const name = `${OPERATORS} operators to a certified equilibrium by best response, no chain, ${layers} layer(s): ${moves} moves, ${rounds} rounds`;
  return { name, value, unit: "s", reference: STAKE_POOL_SIMULATOR, ratio: value / STAKE_POOL_SIMULATOR };
}

/** {tokens per day} Smaller gains move nobody. */
const LEAST_GAIN = 1e-6;

/** Everybody in turn takes its best strategy, until a whole round passes without a move or `rounds` are over. */
function bestResponses(parameters: {
  pricer: Pricer;
  table: OfferTable;
  costs: Float64Array;
  playing: Int32Array;
  rounds: number;
}): { rounds: number; moves: number } {
  const { pricer, table, costs, playing } = parameters;
  let moves = 0;
  for (let round = 1; round <= parameters.rounds; round++) {
    const before = moves;
    for (let i = 0; i < playing.length; i++) {
      const prices = pricer.priceStrategies(i, table);
      const net = (k: number) => (prices[k] as number) - (costs[i * STRATEGIES + k] as number);
      const present = playing[i] as number;
      let best = present;
      for (let k = 0; k < STRATEGIES; k++) if (net(k) > net(best) + LEAST_GAIN) best = k;
      if (best === present) continue;
      pricer.set(i, pricer.offer(i, table, best));
      playing[i] = best;
      moves++;
    }
    if (moves === before) return { rounds: round, moves };
  }
  return { rounds: parameters.rounds, moves };
}

/** A synthetic market: rigs serve about ten classes at a few hundredths of their demand, so that some hundred take part. */
function bench(layers: 1 | 4): { state: LedgerState; table: OfferTable; costs: Float64Array } {
  const random = randomStream(1, "bench/decisions");
  const service = {
    strategies: STRATEGIES,
    classes: CLASSES,
    reliability: new Float64Array(STRATEGIES * CLASSES),
    capacityRatio: new Float64Array(STRATEGIES * CLASSES),
  };
  const list = new Float64Array(STRATEGIES);
  for (let k = 1; k < STRATEGIES; k++) {
    const size = random.between(0.01, 0.05);
    let capacity = 0;
    for (let c = 0; c < CLASSES; c++) {
      if (random.next() > 10 / CLASSES) continue;
      service.reliability[k * CLASSES + c] = random.between(0.8, 0.999);
      service.capacityRatio[k * CLASSES + c] = random.exponential(size);
      capacity += service.capacityRatio[k * CLASSES + c] as number;
    }
    list[k] = (1e5 * capacity * random.between(0.1, 0.4)) / CLASSES;
  }
  const state: LedgerState = {
    operators: OPERATORS,
    classes: CLASSES,
    domains: DOMAINS,
    domainOf: new Int32Array(OPERATORS).fill(-1),
    stake: new Float64Array(OPERATORS),
    reliability: new Float64Array(OPERATORS * CLASSES),
    capacityRatio: new Float64Array(OPERATORS * CLASSES),
    served: new Float64Array(OPERATORS * CLASSES),
    weights: Float64Array.from({ length: CLASSES }, () => 1 + random.below(1_000)),
    availability: Float64Array.from({ length: DOMAINS * CLASSES }, () => random.between(0.95, 0.9999)),
    curves: Array.from({ length: CLASSES }, () => CURVES[layers]),
    emissionPerDay: 1e5,
    joined: new Float64Array(OPERATORS * CLASSES),
    opened: new Uint8Array(OPERATORS * CLASSES),
    ofPolicy: {},
  };
  const costs = Float64Array.from({ length: OPERATORS * STRATEGIES }, (_, cell) => list[cell % STRATEGIES] as number);
  for (let i = 0; i < OPERATORS; i++) {
    const multiplier = random.between(0.8, 1.2);
    for (let k = 0; k < STRATEGIES; k++) costs[i * STRATEGIES + k] = multiplier * (costs[i * STRATEGIES + k] as number);
  }
  const table = offerTable({
    service,
    domains: Array.from({ length: STRATEGIES }, (_, k) => (k === 0 ? -1 : k % DOMAINS)),
    stakes: new Float64Array(OPERATORS).fill(1_000),
    requests: state.weights,
  });
  return { state, table, costs };
}

/** Processor seconds that an action takes. */
function timed(action: () => void): number {
  const start = process.cpuUsage();
  action();
  return process.cpuUsage(start).user / 1e6;
}
