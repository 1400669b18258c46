/** A growing binary heap of (time, item): `top` is the earliest time, `item` what is due then. */
export class TimeHeap {
  size = 0;
  #time = new Float64Array(64);
  #item = new Int32Array(64);

  /** The earliest time, or Infinity when empty. */
  get top(): number {
    return this.size === 0 ? Number.POSITIVE_INFINITY : (this.#time[0] as number);
  }

  push(time: number, item: number): void {
    if (this.size === this.#time.length) this.#grow();
    const times = this.#time;
    const items = this.#item;
    let child = this.size;
    this.size = child + 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      const above = times[parent] as number;
      if (above <= time) break;
      times[child] = above;
      items[child] = items[parent] as number;
      child = parent;
    }
    times[child] = time;
    items[child] = item;
  }

  /** Removes the earliest entry and returns its item; the heap must not be empty. */
  pop(): number {
    const times = this.#time;
    const items = this.#item;
    const first = items[0] as number;
    const size = this.size - 1;
    this.size = size;
    const lastTime = times[size] as number;
    let hole = 0;
    let child = 1;
    while (child < size) {
      if (child + 1 < size && (times[child + 1] as number) < (times[child] as number)) child += 1;
      if ((times[child] as number) >= lastTime) break;
      times[hole] = times[child] as number;
      items[hole] = items[child] as number;
      hole = child;
      child = 2 * hole + 1;
    }
    times[hole] = lastTime;
    items[hole] = items[size] as number;
    return first;
  }

  #grow(): void {
    const times = new Float64Array(2 * this.#time.length);
    const items = new Int32Array(2 * this.#item.length);
    times.set(this.#time);
    items.set(this.#item);
    this.#time = times;
    this.#item = items;
  }
}
