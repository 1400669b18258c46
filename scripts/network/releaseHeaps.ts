/**
 * For each machine the times at which its places become free again, as binary heaps side by side in one column.
 * Lazy: a place counts as taken until `drain` is called with a later time.
 */
export class ReleaseHeaps {
  /** Places taken, per machine. */
  readonly load: Int32Array;
  readonly #offset: Int32Array;
  readonly #time: Float64Array;

  /** @param capacity places per machine */
  constructor(capacity: Int32Array) {
    this.load = new Int32Array(capacity.length);
    this.#offset = new Int32Array(capacity.length);
    let total = 0;
    capacity.forEach((places, machine) => {
      this.#offset[machine] = total;
      total += places;
    });
    this.#time = new Float64Array(total);
  }

  /** The next time a place becomes free; the machine must hold at least one request. */
  next(machine: number): number {
    return this.#time[this.#offset[machine] as number] as number;
  }

  /** Takes a place until `time`; the machine must have one. */
  push(machine: number, time: number): void {
    const heap = this.#time;
    const offset = this.#offset[machine] as number;
    let child = this.load[machine] as number;
    this.load[machine] = child + 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      const above = heap[offset + parent] as number;
      if (above <= time) break;
      heap[offset + child] = above;
      child = parent;
    }
    heap[offset + child] = time;
  }

  /** Frees the places due by `now`. */
  drain(machine: number, now: number): void {
    let size = this.load[machine] as number;
    if (size === 0) return;
    const offset = this.#offset[machine] as number;
    const heap = this.#time;
    if ((heap[offset] as number) > now) return;
    while (size > 0 && (heap[offset] as number) <= now) {
      size -= 1;
      const last = heap[offset + size] as number;
      let hole = 0;
      let child = 1;
      while (child < size) {
        if (child + 1 < size && (heap[offset + child + 1] as number) < (heap[offset + child] as number)) child += 1;
        const below = heap[offset + child] as number;
        if (below >= last) break;
        heap[offset + hole] = below;
        hole = child;
        child = 2 * hole + 1;
      }
      heap[offset + hole] = last;
    }
    this.load[machine] = size;
  }
}
