import type { Outages } from "./outages.js";

/** Which operators are up, as the clock moves forward through the outages. */
export class UpState {
  /** 1 while up, per operator. */
  readonly up: Uint8Array;
  /** When an operator that is up goes down next, or Infinity. */
  readonly nextDown: Float64Array;
  /** 1 if the outage that is on, or else the next one, takes the whole declared domain. */
  readonly withDomain: Uint8Array;
  /** The next time at which any operator changes. */
  next = Number.POSITIVE_INFINITY;
  readonly #outages: Outages;
  readonly #interval: Int32Array;

  constructor(outages: Outages) {
    const operators = outages.first.length - 1;
    this.up = new Uint8Array(operators).fill(1);
    this.nextDown = new Float64Array(operators);
    this.withDomain = new Uint8Array(operators);
    this.#outages = outages;
    this.#interval = outages.first.slice(0, operators);
    for (let operator = 0; operator < operators; operator++) this.#load(operator);
    this.#findNext();
  }

  /** Moves to `now`, not before the last call's; `changed` is told every operator whose state changed at least once. */
  advance(now: number, changed?: (operator: number) => void): void {
    if (now < this.next) return;
    const { from, until, first } = this.#outages;
    for (let operator = 0; operator < this.up.length; operator++) {
      let index = this.#interval[operator] as number;
      const end = first[operator + 1] as number;
      const before = this.up[operator];
      while (index < end && (until[index] as number) <= now) index += 1;
      this.#interval[operator] = index;
      this.#load(operator);
      if (index < end && (from[index] as number) <= now) this.up[operator] = 0;
      if (this.up[operator] !== before) changed?.(operator);
    }
    this.#findNext(now);
  }

  /** Sets an operator up with its next outage ahead. */
  #load(operator: number): void {
    const index = this.#interval[operator] as number;
    const isLast = index >= (this.#outages.first[operator + 1] as number);
    this.up[operator] = 1;
    this.nextDown[operator] = isLast ? Number.POSITIVE_INFINITY : (this.#outages.from[index] as number);
    this.withDomain[operator] = isLast ? 0 : (this.#outages.withDomain[index] as number);
  }

  #findNext(now = Number.NEGATIVE_INFINITY): void {
    let next = Number.POSITIVE_INFINITY;
    for (let operator = 0; operator < this.up.length; operator++) {
      const down = this.nextDown[operator] as number;
      const change = down > now ? down : (this.#outages.until[this.#interval[operator] as number] as number);
      if (change < next) next = change;
    }
    this.next = next;
  }
}
