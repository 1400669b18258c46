import { fromBillionths, toBillionths } from "../common/units.js";
import { emptyNetwork } from "../network/network.js";
import { Prober, type ProbeTally } from "../network/prober.js";
import { serviceLevels } from "../network/serviceLevels.js";
import { Tally } from "../network/tally.js";
import { tokensAt } from "../workloads/demandFigures.js";
import { epochOutages } from "./activeNetwork.js";
import { EPOCH_SECONDS, type EpochWindow } from "./epochWindow.js";
import type { RequestOutcome } from "./requestOutcome.js";
import type { Scenario } from "./scenario.js";

/** Mean seconds between looks at all operators. */
const PROBE_INTERVAL = 900;

/** What has been seen of one operator since it took up its strategy. */
interface Record {
  readonly strategy: number;
  readonly tally: Tally;
  readonly probes: ProbeTally;
  /** Of days probed. */
  seconds: number;
  /** Of windows in which requests were counted. */
  windowSeconds: number;
}

/** Measured service levels per (operator, class), index `operator * classes + class`, whole billionths. */
export interface MeasuredLevels {
  readonly reliability: Float64Array;
  readonly capacityRatio: Float64Array;
}

/**
 * The request service model: u and x as part B measures them, from the requests of each epoch's window and from looks at
 * all operators throughout the epoch's day, accumulated for as long as an operator keeps its strategy. A newcomer starts
 * from the prior: a reliability of 0.1.
 *
 * @example
 * const measured = new MeasuredService(scenario);
 * measured.observe({ strategies, window, outcome });
 * measured.levels().reliability[3 * classes + 7];
 */
export class MeasuredService {
  readonly #scenario: Scenario;
  readonly #records: (Record | undefined)[];

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    this.#records = scenario.operators.map(() => undefined);
  }

  /** Adds an epoch: what its requests showed, and what probing showed during its day. */
  observe(parameters: { strategies: ArrayLike<number>; window: EpochWindow; outcome: RequestOutcome }): void {
    const { strategies, window, outcome } = parameters;
    const { active, tally } = outcome;
    const probes = this.#probe(window, outcome);
    const rowOf = new Map(active.operators.map((operator, row) => [operator, row]));
    this.#records.forEach((known, operator) => {
      const row = rowOf.get(operator);
      const strategy = strategies[operator] ?? 0;
      if (row === undefined) {
        this.#records[operator] = undefined;
        return;
      }
      const record = known?.strategy === strategy ? known : this.#emptyRecord(strategy);
      this.#records[operator] = record;
      record.tally.add(rowOfTally(tally, row));
      addProbes(record.probes, probes, row, tally.classes);
      record.seconds += EPOCH_SECONDS;
      record.windowSeconds += window.seconds;
    });
  }

  /** The levels as of now; 0 for operators that are out and for classes in which nothing was seen. */
  levels(): MeasuredLevels {
    const classes = this.#scenario.classes.length;
    const reliability = new Float64Array(this.#records.length * classes);
    const capacityRatio = new Float64Array(this.#records.length * classes);
    this.#records.forEach((record, operator) => {
      if (record === undefined) return;
      const { tally, probes, seconds, windowSeconds } = record;
      const levels = serviceLevels({ tally, probes, seconds, demandSeconds: windowSeconds });
      reliability.set(levels.reliability.map(whole), operator * classes);
      capacityRatio.set(levels.capacityRatio.map(whole), operator * classes);
    });
    return { reliability, capacityRatio };
  }

  #probe({ epoch }: EpochWindow, { active }: RequestOutcome): ProbeTally {
    const scenario = this.#scenario;
    const prober = new Prober({
      network: active.network,
      outages: epochOutages({ scenario, active, epoch }),
      seed: `${scenario.seed}/epoch/${epoch}`,
      interval: PROBE_INTERVAL,
      tokens: {
        input: Float64Array.from(scenario.classes, ({ meanInputTokens }) => meanInputTokens),
        output: Float64Array.from(scenario.classes, ({ meanOutputTokens }) => meanOutputTokens),
      },
      promptTokens: (c, point) => tokensAt(scenario.promptQuantiles[c] ?? [], point),
    });
    return prober.until(EPOCH_SECONDS);
  }

  #emptyRecord(strategy: number): Record {
    const classes = this.#scenario.classes.length;
    return {
      strategy,
      tally: new Tally(emptyNetwork({ operators: 1, classes, domains: 1 })),
      probes: {
        times: [],
        domainUp: [],
        looks: new Int32Array(1),
        answered: new Int32Array(1),
        peak: new Int32Array(1),
        tried: new Int32Array(classes),
        served: new Int32Array(classes),
        seconds: new Float64Array(classes),
      },
      seconds: 0,
      windowSeconds: 0,
    };
  }
}

/** The counts of one operator as a tally of its own, with the demand of all. */
function rowOfTally(tally: Tally, row: number): Tally {
  const { classes } = tally;
  const own = new Tally(emptyNetwork({ operators: 1, classes, domains: 1 }));
  own.demand.set(tally.demand);
  own.byGate.set(tally.byGate);
  const results = tally.attempts.length / (tally.operators * classes);
  own.attempts.set(tally.attempts.subarray(row * classes * results, (row + 1) * classes * results));
  own.servedTokens.set(tally.servedTokens.subarray(row * classes, (row + 1) * classes));
  own.busySeconds.set(tally.busySeconds.subarray(row * classes, (row + 1) * classes));
  own.peak[0] = tally.peak[row] ?? 0;
  return own;
}

/** Adds one operator's row of a day's probes to its record. */
function addProbes(to: ProbeTally, from: ProbeTally, row: number, classes: number): void {
  to.times.push(...from.times);
  to.looks[0] = (to.looks[0] ?? 0) + (from.looks[row] ?? 0);
  to.answered[0] = (to.answered[0] ?? 0) + (from.answered[row] ?? 0);
  to.peak[0] = Math.max(to.peak[0] ?? 0, from.peak[row] ?? 0);
  for (let c = 0; c < classes; c++) {
    const cell = row * classes + c;
    to.tried[c] = (to.tried[c] ?? 0) + (from.tried[cell] ?? 0);
    to.served[c] = (to.served[c] ?? 0) + (from.served[cell] ?? 0);
    if ((from.seconds[cell] ?? 0) > 0) to.seconds[c] = from.seconds[cell] ?? 0;
  }
}

/** To whole billionths, as the chain holds them. */
function whole(value: number): number {
  return fromBillionths(toBillionths(value));
}
