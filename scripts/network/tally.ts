import { ATTEMPT, ATTEMPT_RESULTS } from "./attemptResult.js";
import { GATES } from "./gate.js";
import type { Network } from "./network.js";

/**
 * What the gateway counts in an epoch. Everything here is seen from outside: what was asked, whom it was sent to, what
 * came back and when. Tables per (operator, class) are indexed `operator * classes + class`.
 */
export class Tally {
  /** Requests, per class. */
  readonly demand: Float64Array;
  /** Requests per (class, gate), stride 7: served, then the first gate that stopped it. */
  readonly byGate: Float64Array;
  /** Tries per (operator, class, result), stride `ATTEMPT_RESULTS`. */
  readonly attempts: Float64Array;
  /** Output tokens of served requests, per (operator, class). */
  readonly servedTokens: Float64Array;
  /** Seconds that places were held by requests taken, per (operator, class). */
  readonly busySeconds: Float64Array;
  /** Most requests at once at the operator's machine while one of them was served well; 0 on a shared machine. */
  readonly peak: Int32Array;
  /** Requests per class that exactly k operators could have served in time, index `class * (operators + 1) + k`. */
  readonly ableCount: Float64Array;
  /** Requests that this operator alone could have served, per (operator, class). */
  readonly pivotal: Float64Array;
  /** Sum of 1 / k over the requests it was one of k able to serve, per (operator, class). */
  readonly shapley: Float64Array;
  readonly operators: number;
  readonly classes: number;

  constructor(network: Network) {
    const { operators, classes } = network;
    this.operators = operators;
    this.classes = classes;
    this.demand = new Float64Array(classes);
    this.byGate = new Float64Array(classes * GATES.length);
    this.attempts = new Float64Array(operators * classes * ATTEMPT_RESULTS);
    this.servedTokens = new Float64Array(operators * classes);
    this.busySeconds = new Float64Array(operators * classes);
    this.peak = new Int32Array(operators);
    this.ableCount = new Float64Array(classes * (operators + 1));
    this.pivotal = new Float64Array(operators * classes);
    this.shapley = new Float64Array(operators * classes);
  }

  /** Adds another tally of the same network; peaks are the larger of the two. */
  add(other: Tally): void {
    const pairs: [Float64Array, Float64Array][] = [
      [this.demand, other.demand],
      [this.byGate, other.byGate],
      [this.attempts, other.attempts],
      [this.servedTokens, other.servedTokens],
      [this.busySeconds, other.busySeconds],
      [this.ableCount, other.ableCount],
      [this.pivotal, other.pivotal],
      [this.shapley, other.shapley],
    ];
    for (const [sum, term] of pairs) for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (term[i] ?? 0);
    for (let i = 0; i < this.peak.length; i++) this.peak[i] = Math.max(this.peak[i] ?? 0, other.peak[i] ?? 0);
  }

  /** Requests of a class that ended at a gate (see `GATE`). */
  at(classIndex: number, gate: number): number {
    return this.byGate[classIndex * GATES.length + gate] ?? 0;
  }

  /** Tries of an operator in a class with a result (see `ATTEMPT`). */
  attemptsOf(operator: number, classIndex: number, result: number): number {
    return this.attempts[(operator * this.classes + classIndex) * ATTEMPT_RESULTS + result] ?? 0;
  }

  /** Requests of the class that the operator served. */
  served(operator: number, classIndex: number): number {
    return this.attemptsOf(operator, classIndex, ATTEMPT.served);
  }

  /** Share of all requests served, 0 to 1; 1 when there were none. */
  successRate(): number {
    let asked = 0;
    let served = 0;
    for (let c = 0; c < this.classes; c++) {
      asked += this.demand[c] ?? 0;
      served += this.at(c, 0);
    }
    return asked === 0 ? 1 : served / asked;
  }
}
