import type { RequestBatch } from "../workloads/demand.js";
import { candidatesOf } from "./candidates.js";
import { ComparedChoice, UNKNOWN } from "./comparedChoice.js";
import { Gateway, type RetryBudget, retryBudget } from "./gateway.js";
import type { Network } from "./network.js";
import { ReleaseHeaps } from "./releaseHeaps.js";
import { RequestDraw } from "./requestDraw.js";
import { routeRequest, type TryObserver } from "./routeRequest.js";
import type { Router } from "./router.js";
import { holdSeconds, isInTime, isVerified } from "./serviceOutcome.js";
import { sharesMachine } from "./sharesMachine.js";
import type { SimulatorOptions } from "./simulator.js";
import { UpState } from "./upState.js";
import { WorldDifferences } from "./worldDifferences.js";

/**
 * Many counterfactuals in one pass: the network as it is, and beside it one world per absentee, kept only as the
 * differences of its loads from those of the network. A request is routed again in a world only if something its
 * routing looked at differs there: the absentee itself, a load the router read, a machine that is full in one and not
 * in the other. Everything else is shared, so the result is exactly that of one full replay per absentee.
 *
 * It needs service times that do not depend on load, hence no waiting rooms.
 *
 * @example
 * const replay = new DifferenceReplay({ network, outages, router, seed: 1, absentees: Int32Array.of(0, 1) });
 * for (const batch of demand.batches()) replay.run(batch);
 * replay.lost[0 * network.classes + 3]; // requests of class 3 that only the presence of operator 0 saved
 */
export class DifferenceReplay implements TryObserver {
  /** Requests served, per class, in the network as it is. */
  readonly served: Float64Array;
  /** Served with everybody minus served without the absentee, index `position in absentees * classes + class`. */
  readonly lost: Float64Array;
  /** Requests so far. */
  requests = 0;
  readonly #network: Network;
  readonly #router: Router;
  readonly #budget: RetryBudget;
  readonly #draws: RequestDraw;
  readonly #gateway: Gateway;
  readonly #upState: UpState;
  readonly #releases: ReleaseHeaps;
  readonly #worlds: WorldDifferences;
  readonly #compared: ComparedChoice;
  readonly #absentees: Int32Array;
  readonly #ordinals: Int32Array;
  /** The world that lacks an operator, or 0. */
  readonly #worldWithout: Int32Array;
  readonly #isShared: Uint8Array;
  readonly #contacted: Int32Array;
  #contactedCount = 0;

  constructor(options: SimulatorOptions & { absentees: Int32Array }) {
    const { network, outages, router, seed, staleness = 0, absentees } = options;
    if (network.waiting.some((places) => places > 0)) {
      throw new RangeError("a difference replay needs machines without waiting rooms");
    }
    this.#network = network;
    this.#router = router;
    this.#budget = retryBudget(router, options.retries);
    this.#draws = new RequestDraw(seed, "requests");
    this.#releases = new ReleaseHeaps(network.slots);
    this.#upState = new UpState(outages);
    const worlds = absentees.length + 1;
    this.#gateway = new Gateway(network, candidatesOf(network), this.#upState, this.#releases, staleness, worlds);
    this.#worlds = new WorldDifferences(this.#gateway, router.readsLoad);
    this.#compared = new ComparedChoice(this.#gateway, router);
    this.#absentees = absentees;
    this.#ordinals = new Int32Array(network.classes);
    this.#worldWithout = new Int32Array(network.operators);
    absentees.forEach((operator, index) => {
      this.#worldWithout[operator] = index + 1;
    });
    this.#isShared = sharesMachine(network);
    this.#contacted = new Int32Array(this.#budget.retries + 2);
    this.served = new Float64Array(network.classes);
    this.lost = new Float64Array(absentees.length * network.classes);
  }

  /** Requests of a batch, which must not begin before the last one ended. */
  run(batch: RequestBatch): void {
    const { time, classIndex, inputTokens, outputTokens } = batch;
    const gateway = this.#gateway;
    for (let row = 0; row < batch.length; row++) {
      const now = time[row] as number;
      const c = classIndex[row] as number;
      gateway.now = now;
      if (now >= this.#upState.next) this.#upState.advance(now);
      this.#worlds.advance(now);
      if (gateway.refresh()) this.#worlds.refresh();
      gateway.classIndex = c;
      gateway.inputTokens = inputTokens[row] as number;
      gateway.outputTokens = outputTokens[row] as number;
      gateway.key = this.#draws.key(this.requests++);
      const ordinal = this.#ordinals[c] as number;
      gateway.ordinal = ordinal;
      this.#ordinals[c] = ordinal + 1;
      this.#request(c);
    }
  }

  /** A failed try in the network as it is. */
  tried(operator: number): void {
    this.#contacted[this.#contactedCount++] = operator;
  }

  #request(c: number): void {
    const gateway = this.#gateway;
    const worlds = this.#worlds;
    gateway.world = 0;
    gateway.absent = -1;
    gateway.consideredCount = 0;
    gateway.isRecording = true;
    this.#contactedCount = 0;
    const operator = routeRequest(gateway, this.#router, this.#budget, this.#network.slots, this);
    gateway.isRecording = false;
    const release = operator === -1 ? 0 : this.#release(operator);
    const isServed = operator !== -1 && this.#isServed(operator);
    if (isServed) this.served[c] = (this.served[c] as number) + 1;
    if (operator !== -1) this.tried(operator);
    worlds.nextRequest();
    for (let k = 0; k < gateway.consideredCount; k++) {
      const seen = gateway.considered[k] as number;
      worlds.considered(this.#network.machineOf[seen] as number, this.#worldWithout[seen] as number);
    }
    for (let k = 0; k < this.#contactedCount; k++) {
      worlds.contacted(this.#network.machineOf[this.#contacted[k] as number] as number);
    }
    const compared = this.#compared;
    compared.note(this.#contactedCount, operator !== -1);
    for (let word = 0; word < worlds.words; word++) {
      const affected = compared.differing(word, worlds.affected[word] as number, this.#worldWithout);
      if (affected !== 0) this.#again(word, affected, c, operator, release, isServed);
    }
    if (operator !== -1) this.#releases.push(this.#network.machineOf[operator] as number, release);
  }

  /** Finds who takes the request in worlds of a word, and notes what differs. */
  #again(word: number, affected: number, c: number, operator: number, release: number, isServed: boolean): void {
    const worlds = this.#worlds;
    let lacking = 0;
    /** Worlds in which `other` takes it. */
    let other = -1;
    let taking = 0;
    let isServedThere = false;
    let end = 0;
    for (let bits = affected; bits !== 0; bits &= bits - 1) {
      const bit = bits & -bits;
      const world = (word << 5) + 31 - Math.clz32(bit);
      const absent = this.#absentees[world - 1] as number;
      let taker = this.#compared.there(world, absent);
      if (taker === UNKNOWN) taker = this.#routeAgain(world, absent);
      if (taker === operator) continue;
      // The loads of an absentee's own machine matter to nobody, unless other identities live on it.
      if (operator !== absent || this.#isShared[operator] === 1) lacking |= bit;
      if (taker !== other) {
        if (other !== -1) worlds.change(other, word, taking, 1, end);
        taking = 0;
        other = taker;
        isServedThere = taker !== -1 && this.#isServed(taker);
        if (taker !== -1) end = this.#release(taker);
      }
      taking |= bit;
      if (isServed !== isServedThere) {
        const cell = (world - 1) * this.#network.classes + c;
        this.lost[cell] = (this.lost[cell] as number) + (isServed ? 1 : -1);
      }
    }
    if (other !== -1) worlds.change(other, word, taking, 1, end);
    if (operator !== -1) worlds.change(operator, word, lacking, -1, release);
  }

  /** Who takes the current request in a world, by routing it again. */
  #routeAgain(world: number, absent: number): number {
    this.#gateway.world = world;
    this.#gateway.absent = absent;
    return routeRequest(this.#gateway, this.#router, this.#budget, this.#network.slots);
  }

  /** When the operator's place is free again, should it take the current request. */
  #release(operator: number): number {
    const { classIndex, inputTokens, outputTokens, now } = this.#gateway;
    const cell = operator * this.#network.classes + classIndex;
    const end = now + holdSeconds(this.#network, cell, inputTokens, outputTokens);
    return Math.min(end, this.#upState.nextDown[operator] as number);
  }

  /** Whether the operator would serve the current request in time and verifiably. */
  #isServed(operator: number): boolean {
    const { classIndex, inputTokens, outputTokens, now, key } = this.#gateway;
    const cell = operator * this.#network.classes + classIndex;
    const end = now + holdSeconds(this.#network, cell, inputTokens, outputTokens);
    return (
      end <= (this.#upState.nextDown[operator] as number) &&
      isInTime(this.#network, cell, classIndex, inputTokens, 0) &&
      isVerified(this.#network, cell, operator, key)
    );
  }
}
