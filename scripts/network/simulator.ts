import type { RequestBatch } from "../workloads/demand.js";
import { ATTEMPT, ATTEMPT_RESULTS } from "./attemptResult.js";
import { candidatesOf } from "./candidates.js";
import { GATE, GATES } from "./gate.js";
import { Gateway, type RetryBudget, retryBudget } from "./gateway.js";
import type { Network } from "./network.js";
import { OperatorSets } from "./operatorSets.js";
import type { Outages } from "./outages.js";
import { ReleaseHeaps } from "./releaseHeaps.js";
import { RequestDraw } from "./requestDraw.js";
import { routeRequest, type TryObserver } from "./routeRequest.js";
import type { Router } from "./router.js";
import { holdSeconds, isInTime, isVerified } from "./serviceOutcome.js";
import { Tally } from "./tally.js";
import { TimeHeap } from "./timeHeap.js";
import { UpState } from "./upState.js";
import { WaitingRooms } from "./waitingRooms.js";

export interface SimulatorOptions {
  readonly network: Network;
  readonly outages: Outages;
  readonly router: Router;
  /** Master seed of the routing and verification draws. */
  readonly seed: number | string;
  /** Age of the gateway's view at most, seconds; 0 sees the truth. Default 0. */
  readonly staleness?: number;
  /** Second and later tries; default the router's. */
  readonly retries?: number;
  /** An operator to leave out: the counterfactual. */
  readonly absent?: number;
  /** Whether to record who could have served each request. Default true. */
  readonly recordsAble?: boolean;
}

/** What became of each request of the last batch. Columns as long as the longest batch yet. */
export interface RequestOutcomes {
  /** One of `GATE`. */
  gate: Uint8Array;
  /** Who took it, or -1. */
  operator: Int32Array;
  /** Seconds from arrival to the end of service, waiting included; NaN when nobody took it. */
  latency: Float32Array;
}

/**
 * The request network: every request passes six gates over a real clock, and fails at the first that stops it.
 *
 * @example
 * const simulator = new Simulator({ network, outages, router: routerNamed("uniform"), seed: 1 });
 * for (const batch of demand.batches()) simulator.run(batch);
 * simulator.tally.successRate();
 */
export class Simulator implements TryObserver {
  /** What was counted since the start or the last `takeTally`. */
  tally: Tally;
  /** Requests so far. */
  requests = 0;
  readonly outcomes: RequestOutcomes = {
    gate: new Uint8Array(0),
    operator: new Int32Array(0),
    latency: new Float32Array(0),
  };
  readonly #network: Network;
  readonly #router: Router;
  readonly #budget: RetryBudget;
  readonly #draws: RequestDraw;
  readonly #gateway: Gateway;
  readonly #upState: UpState;
  readonly #releases: ReleaseHeaps;
  readonly #rooms: WaitingRooms;
  readonly #places: Int32Array;
  readonly #sets: OperatorSets;
  readonly #full = new TimeHeap();
  readonly #ordinals: Int32Array;
  readonly #isShared: Uint8Array;
  readonly #recordsAble: boolean;
  #wait = 0;

  constructor(options: SimulatorOptions) {
    const { network, outages, router, seed, staleness = 0, absent = -1, recordsAble = true } = options;
    this.#network = network;
    this.#router = router;
    this.#budget = retryBudget(router, options.retries);
    this.#draws = new RequestDraw(seed, "requests");
    this.#places = network.slots.map((slots, machine) => slots + (network.waiting[machine] ?? 0));
    this.#releases = new ReleaseHeaps(this.#places);
    this.#rooms = new WaitingRooms(network);
    this.#upState = new UpState(outages);
    this.#sets = new OperatorSets(network, absent);
    this.#gateway = new Gateway(network, candidatesOf(network), this.#upState, this.#releases, staleness, 1);
    this.#gateway.absent = absent;
    this.#ordinals = new Int32Array(network.classes);
    const identities = new Int32Array(network.slots.length);
    for (const machine of network.machineOf) identities[machine] = (identities[machine] ?? 0) + 1;
    this.#isShared = Uint8Array.from(network.machineOf, (machine) => ((identities[machine] ?? 0) > 1 ? 1 : 0));
    this.#recordsAble = recordsAble;
    this.tally = new Tally(network);
  }

  /** Hands over the tally and starts a new one. */
  takeTally(): Tally {
    const taken = this.tally;
    this.tally = new Tally(this.#network);
    return taken;
  }

  /** Requests `from` to `until - 1` of a batch, which must not begin before the last one ended. */
  run(batch: RequestBatch, from = 0, until = batch.length): void {
    const { time, classIndex, inputTokens, outputTokens } = batch;
    const outcomes = this.#outcomesFor(batch.length);
    const gateway = this.#gateway;
    const { demand, byGate } = this.tally;
    for (let row = from; row < until; row++) {
      const now = time[row] as number;
      const c = classIndex[row] as number;
      gateway.now = now;
      this.#advance(now);
      gateway.refresh();
      gateway.classIndex = c;
      gateway.inputTokens = inputTokens[row] as number;
      gateway.outputTokens = outputTokens[row] as number;
      gateway.key = this.#draws.key(this.requests++);
      const ordinal = this.#ordinals[c] as number;
      gateway.ordinal = ordinal;
      this.#ordinals[c] = ordinal + 1;
      if (this.#recordsAble) this.#recordAble(c, gateway.inputTokens);
      const operator = routeRequest(gateway, this.#router, this.#budget, this.#places, this);
      let gate: number;
      if (operator === -1) {
        gate = this.#whyNobody(c);
        outcomes.latency[row] = Number.NaN;
      } else {
        gate = this.#serve(operator, outcomes.latency, row);
      }
      outcomes.gate[row] = gate;
      outcomes.operator[row] = operator;
      demand[c] = (demand[c] as number) + 1;
      const cell = c * GATES.length + gate;
      byGate[cell] = (byGate[cell] as number) + 1;
    }
  }

  /** A failed try, from `routeRequest`. */
  tried(operator: number, result: number): void {
    const cell = (operator * this.#network.classes + this.#gateway.classIndex) * ATTEMPT_RESULTS + result;
    this.tally.attempts[cell] = (this.tally.attempts[cell] as number) + 1;
  }

  /** Outages and freed places up to `now`. */
  #advance(now: number): void {
    const sets = this.#sets;
    const upState = this.#upState;
    if (now >= upState.next) {
      upState.advance(now, (operator) => {
        if (operator !== this.#gateway.absent) sets.set(sets.up, operator, upState.up[operator] === 1);
      });
    }
    while (this.#full.top <= now) {
      const operator = this.#full.pop();
      const machine = this.#network.machineOf[operator] as number;
      this.#releases.drain(machine, now);
      if ((this.#releases.load[machine] as number) < (this.#places[machine] as number)) this.#setPlace(machine, true);
      else this.#full.push(this.#releases.next(machine), operator);
    }
  }

  /** The operator serves the current request: takes the place, settles the outcome. */
  #serve(operator: number, latency: Float32Array, row: number): number {
    const network = this.#network;
    const { classIndex, inputTokens, outputTokens, now } = this.#gateway;
    const machine = network.machineOf[operator] as number;
    const cell = operator * network.classes + classIndex;
    const hold = holdSeconds(network, cell, inputTokens, outputTokens);
    const down = this.#upState.nextDown[operator] as number;
    this.#wait = 0;
    if ((network.waiting[machine] as number) > 0) this.#wait = this.#rooms.enter(machine, now, hold, down);
    const end = now + this.#wait + hold;
    const release = Math.min(end, down);
    this.#releases.push(machine, release);
    const load = this.#releases.load[machine] as number;
    if (load === (this.#places[machine] as number)) {
      this.#setPlace(machine, false);
      this.#full.push(this.#releases.next(machine), operator);
    }
    latency[row] = this.#wait + hold;
    const tally = this.tally;
    tally.busySeconds[cell] = (tally.busySeconds[cell] as number) + release - now;
    let result: number;
    let gate: number;
    if (end > down) {
      result = this.#upState.withDomain[operator] === 1 ? ATTEMPT.lostWithDomain : ATTEMPT.lost;
      gate = GATE.tooSlow;
    } else if (!isInTime(network, cell, classIndex, inputTokens, this.#wait)) {
      result = ATTEMPT.slow;
      gate = GATE.tooSlow;
    } else if (!isVerified(network, cell, operator, this.#gateway.key)) {
      result = ATTEMPT.unverified;
      gate = GATE.unverified;
    } else {
      result = ATTEMPT.served;
      gate = GATE.served;
      tally.servedTokens[cell] = (tally.servedTokens[cell] as number) + outputTokens;
      if (load > (tally.peak[operator] as number) && this.#isShared[operator] === 0) tally.peak[operator] = load;
    }
    const index = cell * ATTEMPT_RESULTS + result;
    tally.attempts[index] = (tally.attempts[index] as number) + 1;
    return gate;
  }

  /**
   * The gate that stopped a request which nobody took: where nobody who is up fits its class, the first that none of
   * them passes, full or not, since their places are none for this class; else capacity or the router.
   */
  #whyNobody(c: number): number {
    const sets = this.#sets;
    if (!sets.anyUp(sets.withModel, c)) return GATE.noModel;
    if (!sets.anyUp(sets.withHardware, c)) return GATE.incompatibleHardware;
    if (!sets.anyUp(sets.inTime, c)) return GATE.tooSlow;
    if (!sets.anyUp(sets.fitting, c)) return GATE.unverified;
    return sets.anyFree(sets.fitting, c) ? GATE.misrouted : GATE.noCapacity;
  }

  /** Counts the operators that are up, have a place, and would be in time if served at once. */
  #recordAble(c: number, inputTokens: number): void {
    const { operators, classes } = this.#network;
    const sets = this.#sets;
    const { shapley, pivotal, ableCount } = this.tally;
    const able = this.#able;
    let count = 0;
    for (let word = 0; word < sets.words; word++) {
      let bits = (sets.fitting[c * sets.words + word] as number) & sets.freeWord(word);
      while (bits !== 0) {
        const cell = ((word << 5) + 31 - Math.clz32(bits & -bits)) * classes + c;
        bits &= bits - 1;
        if (isInTime(this.#network, cell, c, inputTokens, 0)) able[count++] = cell;
      }
    }
    const bin = c * (operators + 1) + count;
    ableCount[bin] = (ableCount[bin] as number) + 1;
    if (count === 1) {
      const only = able[0] as number;
      pivotal[only] = (pivotal[only] as number) + 1;
    }
    const part = 1 / count;
    for (let k = 0; k < count; k++) {
      const cell = able[k] as number;
      shapley[cell] = (shapley[cell] as number) + part;
    }
  }
  readonly #able = new Int32Array(65_536);

  /** Marks all identities on a machine as having a place or not. */
  #setPlace(machine: number, hasPlace: boolean): void {
    const { machineOf } = this.#network;
    const sets = this.#sets;
    for (let operator = 0; operator < machineOf.length; operator++) {
      if (machineOf[operator] === machine && operator !== this.#gateway.absent)
        sets.set(sets.hasPlace, operator, hasPlace);
    }
  }

  #outcomesFor(length: number): RequestOutcomes {
    if (this.outcomes.gate.length < length) {
      this.outcomes.gate = new Uint8Array(length);
      this.outcomes.operator = new Int32Array(length);
      this.outcomes.latency = new Float32Array(length);
    }
    return this.outcomes;
  }
}
