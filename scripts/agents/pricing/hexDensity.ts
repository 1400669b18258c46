import { type DensityLevel, densityLimit, HIP_17_LEVELS } from "../../reference/hexDensity.js";
import type { LedgerState, ProfileOffer } from "../ledgerState.js";
import { eligibleOffer, LEAST_RELIABILITY, presentOffer } from "./eligibleOffer.js";
import { strategyOffer } from "./offerTable.js";
import type { PricerFactory } from "./pricer.js";

/**
 * HIP-17 over modality > family > class, with the parameters that the contract is deployed with. What a class's member counts
 * follows from how many serve each class, so a price makes the counts anew: O(classes).
 *
 * @example hexDensity(state).pay(3) // tokens per day
 */
export const hexDensity: PricerFactory = (state, { leastReliability = LEAST_RELIABILITY } = {}) => {
  const { operators, classes, emissionPerDay } = state;
  const tree = new DensityTree(state);
  const counted = (offer: ProfileOffer) => eligibleOffer({ offer, leastReliability, classes });
  const served: Int32Array[] = Array.from({ length: operators }, (_, i) => classesOf(presentOffer(state, i)));
  /** How many serve each class. */
  const members = new Float64Array(classes);
  const add = (indices: Int32Array, change: 1 | -1) => {
    for (const c of indices) members[c] = (members[c] as number) + change;
  };
  for (const indices of served) add(indices, 1);
  /** What the operator would be paid if it served these classes instead of its own. */
  const priceOf = (operator: number, indices: Int32Array): number => {
    if (indices.length === 0) return 0;
    const own = served[operator] ?? new Int32Array(0);
    add(own, -1);
    add(indices, 1);
    const units = tree.measure(members);
    add(indices, -1);
    add(own, 1);
    let scales = 0;
    for (const c of indices) scales += tree.scales[c] as number;
    return (emissionPerDay * scales) / units;
  };
  return {
    policy: "HexDensity",
    pay: (operator) => priceOf(operator, served[operator] ?? new Int32Array(0)),
    price: (operator, offer) => priceOf(operator, classesOf(counted(offer))),
    set: (operator, offer) => {
      add(served[operator] ?? new Int32Array(0), -1);
      const indices = classesOf(counted(offer));
      served[operator] = indices;
      add(indices, 1);
    },
    priceStrategies: (operator, table) =>
      Float64Array.from({ length: table.strategies }, (_, strategy) => {
        const from = table.starts[strategy] ?? 0;
        const to = table.starts[strategy + 1] ?? 0;
        const counts = (_: number, e: number) => (table.reliability[from + e] ?? 0) >= leastReliability;
        return priceOf(operator, table.classOf.subarray(from, to).filter(counts));
      }),
    offer: (operator, table, strategy) => strategyOffer({ table, operator, strategy }),
  };
};

function classesOf({ services }: ProfileOffer): Int32Array {
  return Int32Array.from(services, ({ classIndex }) => classIndex);
}

/** The hierarchy: who is whose child on each level, the root last. */
class DensityTree {
  /** What a member of each class counts, by the last `measure`. */
  readonly scales: Float64Array;
  /** Per level, the parent of each of its nodes. */
  readonly #parents: Int32Array[];
  /** Per level, counts and then clipped shares of its nodes. */
  readonly #counts: Float64Array[];
  readonly #occupied: Float64Array[];

  constructor({ classes, ofPolicy }: LedgerState) {
    const families = new Map<string, number>();
    const modalities = new Map<number, number>();
    const familyOf = new Int32Array(classes);
    const modalityOf: number[] = [];
    for (let c = 0; c < classes; c++) {
      const modality = ofPolicy.modality?.[c] ?? 0;
      const name = `${modality}/${ofPolicy.family?.[c] ?? 0}`;
      const modalityIndex = modalities.get(modality) ?? modalities.size;
      modalities.set(modality, modalityIndex);
      const family = families.get(name) ?? families.size;
      families.set(name, family);
      familyOf[c] = family;
      modalityOf[family] = modalityIndex;
    }
    this.scales = new Float64Array(classes);
    this.#parents = [familyOf, Int32Array.from(modalityOf), new Int32Array(modalities.size)];
    const sizes = [classes, families.size, modalities.size, 1];
    this.#counts = sizes.map((size) => new Float64Array(size));
    this.#occupied = sizes.map((size) => new Float64Array(size));
  }

  /** Sets `scales` for these members per class. @returns what everybody together counts */
  measure(members: Float64Array): number {
    this.#counts[0]?.set(members);
    HIP_17_LEVELS.forEach((level, depth) => {
      this.#clip(level, depth);
    });
    for (let c = 0; c < this.scales.length; c++) {
      const family = this.#parents[0]?.[c] as number;
      const modality = this.#parents[1]?.[family] as number;
      this.scales[c] =
        (this.#counts[0]?.[c] as number) *
        (this.#counts[1]?.[family] as number) *
        (this.#counts[2]?.[modality] as number);
    }
    return this.#counts[3]?.[0] as number;
  }

  /** Sums up the clipped counts of a level one level higher, and leaves clipped / count (0 for an empty node) in their place. */
  #clip(level: DensityLevel, depth: number): void {
    const parents = this.#parents[depth] as Int32Array;
    const counts = this.#counts[depth] as Float64Array;
    const above = (this.#counts[depth + 1] as Float64Array).fill(0);
    const occupied = (this.#occupied[depth + 1] as Float64Array).fill(0);
    for (let node = 0; node < counts.length; node++) {
      if ((counts[node] as number) >= level.target) {
        const parent = parents[node] as number;
        occupied[parent] = (occupied[parent] as number) + 1;
      }
    }
    for (let node = 0; node < counts.length; node++) {
      const count = counts[node] as number;
      const parent = parents[node] as number;
      const clipped = Math.min(count, densityLimit(level, occupied[parent] as number));
      above[parent] = (above[parent] as number) + clipped;
      counts[node] = count === 0 ? 0 : clipped / count;
    }
  }
}
