import type { RequestBatch } from "../workloads/demand.js";
import { ATTEMPT, ATTEMPT_RESULTS } from "./attemptResult.js";
import { candidatesOf } from "./candidates.js";
import { GATE, GATES } from "./gate.js";
import { Gateway, type RetryBudget, retryBudget } from "./gateway.js";
import type { Network } from "./network.js";
import type { Outages } from "./outages.js";
import { Presence } from "./presence.js";
import { recordAble } from "./recordAble.js";
import { ReleaseHeaps } from "./releaseHeaps.js";
import { RequestDraw } from "./requestDraw.js";
import { routeRequest, type TryObserver } from "./routeRequest.js";
import type { Router } from "./router.js";
import { holdSeconds, isInTime, isVerified } from "./serviceOutcome.js";
import { sharesMachine } from "./sharesMachine.js";
import { Tally } from "./tally.js";
import { UpState } from "./upState.js";
import { WaitingRooms } from "./waitingRooms.js";
import { whyNobody } from "./whyNobody.js";

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
  readonly #presence: Presence;
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
    this.#presence = new Presence({
      network,
      upState: this.#upState,
      releases: this.#releases,
      places: this.#places,
      absent,
    });
    this.#gateway = new Gateway(network, candidatesOf(network), this.#upState, this.#releases, staleness, 1);
    this.#gateway.absent = absent;
    this.#ordinals = new Int32Array(network.classes);
    this.#isShared = sharesMachine(network);
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
    const { sets } = this.#presence;
    const network = this.#network;
    const { tally } = this;
    const { demand, byGate } = tally;
    for (let row = from; row < until; row++) {
      const now = time[row] as number;
      const c = classIndex[row] as number;
      gateway.now = now;
      this.#presence.advance(now);
      gateway.refresh();
      gateway.classIndex = c;
      gateway.inputTokens = inputTokens[row] as number;
      gateway.outputTokens = outputTokens[row] as number;
      gateway.key = this.#draws.key(this.requests++);
      const ordinal = this.#ordinals[c] as number;
      gateway.ordinal = ordinal;
      this.#ordinals[c] = ordinal + 1;
      if (this.#recordsAble) recordAble({ network, sets, tally, classIndex: c, inputTokens: gateway.inputTokens });
      const operator = routeRequest(gateway, this.#router, this.#budget, this.#places, this);
      let gate: number;
      if (operator === -1) {
        gate = whyNobody(sets, c);
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
    this.#presence.taken(operator);
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
      const load = this.#releases.load[machine] as number;
      if (load > (tally.peak[operator] as number) && this.#isShared[operator] === 0) tally.peak[operator] = load;
    }
    const index = cell * ATTEMPT_RESULTS + result;
    tally.attempts[index] = (tally.attempts[index] as number) + 1;
    return gate;
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
