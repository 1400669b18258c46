import type { Gateway } from "./gateway.js";
import { TimeHeap } from "./timeHeap.js";

/**
 * How the loads of each world differ from those of the network as it is (`gateway.delta`), when each difference ends,
 * and which worlds the current request must be routed in again. Sets of worlds are bits, 32 to a word.
 */
export class WorldDifferences {
  readonly words: number;
  /** Worlds in which the current request may fare differently. */
  readonly affected: Int32Array;
  readonly #gateway: Gateway;
  readonly #readsLoad: boolean;
  /** Worlds in which a machine's load differs, per machine; and as the gateway believes. */
  readonly #dirty: Int32Array;
  readonly #viewDirty: Int32Array;
  /** Differences that end at one time: the same operator, the same sign, any set of worlds. */
  readonly #ends = new TimeHeap();
  #groupMachine = new Int32Array(1024);
  #groupBy = new Int8Array(1024);
  #groupWorlds: Int32Array;
  #groups = 0;
  readonly #freeGroups: number[] = [];
  /** The current request's group per operator and sign, or -1. */
  readonly #openGroup: Int32Array;
  readonly #openKeys: number[] = [];

  constructor(gateway: Gateway, readsLoad: boolean) {
    this.#gateway = gateway;
    this.#readsLoad = readsLoad;
    this.words = (gateway.worlds + 31) >> 5;
    this.affected = new Int32Array(this.words);
    this.#groupWorlds = new Int32Array(1024 * this.words);
    this.#openGroup = new Int32Array(2 * gateway.network.operators).fill(-1);
    const machines = gateway.network.slots.length;
    this.#dirty = new Int32Array(machines * this.words);
    this.#viewDirty = gateway.staleness === 0 ? this.#dirty : new Int32Array(machines * this.words);
  }

  /** Ends the differences due by `now`. */
  advance(now: number): void {
    while (this.#ends.top <= now) {
      const group = this.#ends.pop();
      const machine = this.#groupMachine[group] as number;
      const back = this.#groupBy[group] === 1 ? -1 : 1;
      for (let word = 0; word < this.words; word++) {
        this.#add(machine, word, this.#groupWorlds[group * this.words + word] as number, back);
      }
      this.#freeGroups.push(group);
    }
  }

  /** The gateway took its view again. */
  refresh(): void {
    this.#viewDirty.set(this.#dirty);
  }

  /**
   * In worlds of a word the operator holds the current request (`by` 1) or lacks it (-1) until `end`, unlike in the
   * network. Told of each world once.
   */
  change(operator: number, word: number, worlds: number, by: 1 | -1, end: number): void {
    if (worlds === 0) return;
    const machine = this.#gateway.network.machineOf[operator] as number;
    this.#add(machine, word, worlds, by);
    const key = (operator << 1) | (by === 1 ? 1 : 0);
    let group = this.#openGroup[key] as number;
    if (group === -1) {
      group = this.#newGroup(machine, by);
      this.#openGroup[key] = group;
      this.#openKeys.push(key);
      this.#ends.push(end, group);
    }
    const index = group * this.words + word;
    this.#groupWorlds[index] = (this.#groupWorlds[index] as number) | worlds;
  }

  /** The next request begins. */
  nextRequest(): void {
    for (const key of this.#openKeys) this.#openGroup[key] = -1;
    this.#openKeys.length = 0;
    this.affected.fill(0);
  }

  /** The router thought of an operator on this machine, which `worldWithout` (0: none) lacks. */
  considered(machine: number, worldWithout: number): void {
    const { affected, words } = this;
    if (worldWithout > 0) {
      const word = worldWithout >> 5;
      affected[word] = (affected[word] as number) | (1 << (worldWithout & 31));
    }
    if (!this.#readsLoad) return;
    for (let word = 0; word < words; word++) {
      affected[word] = (affected[word] as number) | (this.#viewDirty[machine * words + word] as number);
    }
  }

  /** The request was sent to this machine: worlds where it is full, and is not in the network, or the reverse. */
  contacted(machine: number): void {
    const { affected, words } = this;
    const { delta, worlds, releases, network } = this.#gateway;
    const load = releases.load[machine] as number;
    const slots = network.slots[machine] as number;
    const isFull = load >= slots;
    for (let word = 0; word < words; word++) {
      let bits = (this.#dirty[machine * words + word] as number) & ~(affected[word] as number);
      while (bits !== 0) {
        const bit = bits & -bits;
        bits &= bits - 1;
        const world = (word << 5) + 31 - Math.clz32(bit);
        const isFullThere = load + (delta[machine * worlds + world] as number) >= slots;
        if (isFullThere !== isFull) affected[word] = (affected[word] as number) | bit;
      }
    }
  }

  #newGroup(machine: number, by: 1 | -1): number {
    const group = this.#freeGroups.pop() ?? this.#groups++;
    if (group === this.#groupMachine.length) {
      this.#groupMachine = grown(this.#groupMachine);
      this.#groupWorlds = grown(this.#groupWorlds);
      this.#groupBy = grown(this.#groupBy);
    }
    this.#groupMachine[group] = machine;
    this.#groupBy[group] = by;
    this.#groupWorlds.fill(0, group * this.words, (group + 1) * this.words);
    return group;
  }

  #add(machine: number, word: number, worlds: number, by: 1 | -1): void {
    const { delta, worlds: stride } = this.#gateway;
    const first = machine * stride + (word << 5) + 31;
    const index = machine * this.words + word;
    let dirty = this.#dirty[index] as number;
    let bits = worlds;
    while (bits !== 0) {
      const bit = bits & -bits;
      bits ^= bit;
      const cell = first - Math.clz32(bit);
      const after = (delta[cell] as number) + by;
      delta[cell] = after;
      dirty = after === 0 ? dirty & ~bit : dirty | bit;
    }
    this.#dirty[index] = dirty;
  }
}

function grown<T extends Int32Array | Int8Array>(column: T): T {
  const larger = new (column.constructor as new (length: number) => T)(2 * column.length);
  larger.set(column);
  return larger;
}
