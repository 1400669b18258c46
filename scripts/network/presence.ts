import type { Network } from "./network.js";
import { OperatorSets } from "./operatorSets.js";
import type { ReleaseHeaps } from "./releaseHeaps.js";
import { TimeHeap } from "./timeHeap.js";
import type { UpState } from "./upState.js";

/** Keeps the sets of who is up and who has a place true as the clock moves. */
export class Presence {
  readonly sets: OperatorSets;
  readonly #network: Network;
  readonly #upState: UpState;
  readonly #releases: ReleaseHeaps;
  readonly #places: Int32Array;
  readonly #absent: number;
  /** When the next place of a full machine becomes free. */
  readonly #full = new TimeHeap();

  constructor(options: {
    network: Network;
    upState: UpState;
    releases: ReleaseHeaps;
    /** Places per machine, waiting ones included. */
    places: Int32Array;
    /** An operator that is in no set, or -1. */
    absent: number;
  }) {
    this.#network = options.network;
    this.#upState = options.upState;
    this.#releases = options.releases;
    this.#places = options.places;
    this.#absent = options.absent;
    this.sets = new OperatorSets(options.network, options.absent);
  }

  /** Outages and freed places up to `now`. */
  advance(now: number): void {
    const { sets } = this;
    const upState = this.#upState;
    if (now >= upState.next) {
      upState.advance(now, (operator) => {
        if (operator !== this.#absent) sets.set(sets.up, operator, upState.up[operator] === 1);
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

  /** The operator's machine took a request: it may be full now. */
  taken(operator: number): void {
    const machine = this.#network.machineOf[operator] as number;
    if (this.#releases.load[machine] !== this.#places[machine]) return;
    this.#setPlace(machine, false);
    this.#full.push(this.#releases.next(machine), operator);
  }

  /** Marks all identities on a machine as having a place or not. */
  #setPlace(machine: number, hasPlace: boolean): void {
    const { machineOf } = this.#network;
    const { sets } = this;
    for (let operator = 0; operator < machineOf.length; operator++) {
      if (machineOf[operator] === machine && operator !== this.#absent) sets.set(sets.hasPlace, operator, hasPlace);
    }
  }
}
