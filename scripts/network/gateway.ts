import type { Candidates } from "./candidates.js";
import type { Network } from "./network.js";
import type { ReleaseHeaps } from "./releaseHeaps.js";
import { drawOf } from "./requestDraw.js";
import type { Router } from "./router.js";
import type { UpState } from "./upState.js";

/** Tries per request at most: one and the largest retry budget. */
export const MAX_TRIES = 8;

/**
 * What a router sees, and the tries of the current request. The view of who is up and how loaded may be old: it is
 * taken again every `staleness` seconds (0: always true).
 *
 * World 0 is the network as it is. World w > 0 is the same without operator `absentIn[w]`; loads there differ from
 * those of world 0 by `delta[machine * worlds + w]`.
 */
export class Gateway {
  now = 0;
  world = 0;
  /** The operator that this world lacks, or -1. */
  absent = -1;
  classIndex = 0;
  inputTokens = 0;
  outputTokens = 0;
  /** How many requests of the class came before. */
  ordinal = 0;
  key = 0;
  /** 0 for the first try. */
  attempt = 0;
  readonly tried = new Int32Array(MAX_TRIES);
  /** Operators found listed while choosing, with repeats; only kept while `isRecording`. */
  readonly considered: Int32Array;
  consideredCount = 0;
  isRecording = false;
  readonly delta: Int16Array;
  readonly viewDelta: Int16Array;
  readonly #viewUp: Uint8Array;
  readonly #viewLoad: Int32Array;
  /** One over the slots, per machine. */
  readonly inverseSlots: Float64Array;
  #nextRefresh = 0;

  constructor(
    readonly network: Network,
    readonly candidates: Candidates,
    readonly upState: UpState,
    readonly releases: ReleaseHeaps,
    readonly staleness: number,
    /** Number of worlds, at least 1. */
    readonly worlds: number,
  ) {
    const machines = network.slots.length;
    this.considered = new Int32Array(MAX_TRIES * (network.operators + 16));
    this.delta = new Int16Array(machines * worlds);
    const isLive = staleness === 0;
    this.viewDelta = isLive ? this.delta : new Int16Array(machines * worlds);
    this.#viewUp = isLive ? upState.up : new Uint8Array(network.operators);
    this.#viewLoad = isLive ? releases.load : new Int32Array(machines);
    this.inverseSlots = Float64Array.from(network.slots, (slots) => 1 / slots);
    this.#nextRefresh = isLive ? Number.POSITIVE_INFINITY : 0;
  }

  /** Takes the view again if it is due; true if it did. */
  refresh(): boolean {
    if (this.now < this.#nextRefresh) return false;
    for (let machine = 0; machine < this.releases.load.length; machine++) this.releases.drain(machine, this.now);
    this.#viewUp.set(this.upState.up);
    this.#viewLoad.set(this.releases.load);
    this.viewDelta.set(this.delta);
    this.#nextRefresh = (Math.floor(this.now / this.staleness) + 1) * this.staleness;
    return true;
  }

  /** The k-th random number of this try, uniform in [0, 1); k below 64. */
  draw(k: number): number {
    return drawOf(this.key, (this.attempt << 6) + k);
  }

  /** Whether the gateway believes the operator to be up and has not tried it for this request. */
  isListed(operator: number): boolean {
    if (this.#viewUp[operator] === 0 || operator === this.absent) return false;
    for (let k = 0; k < this.attempt; k++) if (this.tried[k] === operator) return false;
    if (this.isRecording) this.considered[this.consideredCount++] = operator;
    return true;
  }

  /** Requests at the operator's machine per slot, as the gateway believes. */
  load(operator: number): number {
    const machine = this.network.machineOf[operator] as number;
    if (this.staleness === 0) this.releases.drain(machine, this.now);
    const there = (this.#viewLoad[machine] as number) + (this.viewDelta[machine * this.worlds + this.world] as number);
    return there * (this.inverseSlots[machine] as number);
  }

  /** Requests at a machine in world 0, as the gateway believes; its places must have been freed up to now. */
  viewLoad(machine: number): number {
    return this.#viewLoad[machine] as number;
  }

  /** A listed candidate of the class, uniformly, from draws `firstDraw` on; -1 if there is none. */
  drawListed(firstDraw: number, except = -1): number {
    const { first, list } = this.candidates;
    const from = first[this.classIndex] as number;
    const count = (first[this.classIndex + 1] as number) - from;
    if (count === 0) return -1;
    for (let k = 0; k < 8; k++) {
      const operator = list[from + Math.floor(this.draw(firstDraw + k) * count)] as number;
      if (operator !== except && this.isListed(operator)) return operator;
    }
    return this.#drawByCounting(firstDraw + 8, except);
  }

  /** The same by counting first, when drawing again and again does not hit. */
  #drawByCounting(drawIndex: number, except: number): number {
    const { first, list } = this.candidates;
    const from = first[this.classIndex] as number;
    const until = first[this.classIndex + 1] as number;
    const listed: number[] = [];
    for (let index = from; index < until; index++) {
      const operator = list[index] as number;
      if (operator !== except && this.isListed(operator)) listed.push(operator);
    }
    return listed[Math.floor(this.draw(drawIndex) * listed.length)] ?? -1;
  }
}

/** The router's own limits, or those of the caller. */
export interface RetryBudget {
  readonly retries: number;
  readonly retriesWhenFull: boolean;
}

/** The retry budget of a run: the router's unless given. */
export function retryBudget(router: Router, retries?: number): RetryBudget {
  const budget = retries ?? router.retries;
  if (!Number.isInteger(budget) || budget < 0 || budget >= MAX_TRIES) {
    throw new RangeError(`retries must be an integer in 0..${MAX_TRIES - 1}, got ${budget}`);
  }
  return { retries: budget, retriesWhenFull: router.retriesWhenFull };
}
