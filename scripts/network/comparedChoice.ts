import type { Gateway } from "./gateway.js";
import type { Router } from "./router.js";

/** Not an operator, and not the -1 of nobody. */
export const UNKNOWN = -2;

/**
 * A router's choice made again by comparing: if the first try of a request succeeded in the network as it is, then the
 * choice in another world follows from the same operators at the loads they have there. Everything that is the same in
 * all worlds is noted once per request.
 *
 * @example
 * compared.note(contacted); // after the request was routed in the network as it is
 * compared.there(world, absent); // for each world in question
 */
export class ComparedChoice {
  readonly #gateway: Gateway;
  readonly #best: Router["best"];
  #isComparable = false;
  #count = 0;
  /** Per operator considered: who, where its row of differences begins, its load as the gateway believes, one over its slots. */
  readonly #operator: Int32Array;
  readonly #row: Int32Array;
  readonly #load: Int32Array;
  readonly #unit: Float64Array;
  /** Places that it has free in the network as it is; below any difference where it is down. */
  readonly #free: Int32Array;

  constructor(gateway: Gateway, router: Router) {
    this.#gateway = gateway;
    this.#best = router.best;
    const { length } = gateway.considered;
    this.#operator = new Int32Array(length);
    this.#row = new Int32Array(length);
    this.#load = new Int32Array(length);
    this.#unit = new Float64Array(length);
    this.#free = new Int32Array(length);
  }

  /** The current request was routed in the network as it is, with so many operators tried, the last of which took it or nobody. */
  note(tried: number, isTaken: boolean): void {
    const gateway = this.#gateway;
    const { consideredCount, considered, network, upState, releases, worlds, now } = gateway;
    const best = this.#best;
    this.#isComparable = best !== undefined && tried === 1 && isTaken && (best.isAmongAll || consideredCount <= 2);
    if (!this.#isComparable) return;
    this.#count = consideredCount;
    for (let k = 0; k < consideredCount; k++) {
      const operator = considered[k] as number;
      const machine = network.machineOf[operator] as number;
      releases.drain(machine, now);
      this.#operator[k] = operator;
      this.#row[k] = machine * worlds;
      this.#load[k] = gateway.viewLoad(machine);
      this.#unit[k] = gateway.inverseSlots[machine] as number;
      const free = (network.slots[machine] as number) - (releases.load[machine] as number);
      this.#free[k] = upState.up[operator] === 1 ? free : -32_768;
    }
  }

  /**
   * Leaves out of a word of worlds those in which the choice between two operators is that of the network as it is: most
   * of them, so this comes before anything that costs more.
   *
   * @param worldOf the world that lacks an operator, or 0
   */
  differing(word: number, worlds: number, worldOf: Int32Array): number {
    if (!this.#isComparable || this.#count !== 2 || this.#best?.isAmongAll || this.#best?.score) return worlds;
    const { viewDelta, delta } = this.#gateway;
    const [a, b] = [this.#operator[0] as number, this.#operator[1] as number];
    const [rowA, rowB] = [this.#row[0] as number, this.#row[1] as number];
    const [loadA, loadB] = [this.#load[0] as number, this.#load[1] as number];
    const [unitA, unitB] = [this.#unit[0] as number, this.#unit[1] as number];
    const isSecond = loadB * unitB < loadA * unitA;
    const row = isSecond ? rowB : rowA;
    const free = this.#free[isSecond ? 1 : 0] as number;
    const first = word << 5;
    let differing = 0;
    let bits = worlds;
    while (bits !== 0) {
      const bit = bits & -bits;
      bits ^= bit;
      const world = first + 31 - Math.clz32(bit);
      const isSecondThere =
        (loadB + (viewDelta[rowB + world] as number)) * unitB < (loadA + (viewDelta[rowA + world] as number)) * unitA;
      if (isSecondThere !== isSecond || (delta[row + world] as number) >= free) differing |= bit;
    }
    return differing | bitIn(word, worldOf[a] as number) | bitIn(word, worldOf[b] as number);
  }

  /** Who takes the request in a world that lacks `absent`, or `UNKNOWN` where comparing does not tell. */
  there(world: number, absent: number): number {
    if (!this.#isComparable) return UNKNOWN;
    const best = this.#best;
    if (best === undefined) return UNKNOWN;
    const { viewDelta, delta } = this.#gateway;
    let first = -1;
    let firstScore = Number.POSITIVE_INFINITY;
    for (let k = 0; k < this.#count; k++) {
      const seen = this.#operator[k] as number;
      if (seen === absent) {
        if (!best.isAmongAll) return UNKNOWN;
        continue;
      }
      const load =
        ((this.#load[k] as number) + (viewDelta[(this.#row[k] as number) + world] as number)) *
        (this.#unit[k] as number);
      const score = best.score === undefined ? load : best.score(this.#gateway, seen, load);
      if (score < firstScore) {
        first = k;
        firstScore = score;
      }
    }
    if (first === -1 || (delta[(this.#row[first] as number) + world] as number) >= (this.#free[first] as number)) {
      return UNKNOWN;
    }
    return this.#operator[first] as number;
  }
}

/** The bit of a world in a word of worlds; none for world 0. */
function bitIn(word: number, world: number): number {
  return world > 0 && world >> 5 === word ? 1 << (world & 31) : 0;
}
