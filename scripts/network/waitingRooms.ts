import type { Network } from "./network.js";

/** First come first served waiting, for machines that let requests wait: when each slot will be free. */
export class WaitingRooms {
  /** Per machine with a waiting room, when each of its slots is free again. */
  readonly #freeAt: Float64Array[];

  constructor(network: Network) {
    this.#freeAt = Array.from(network.slots, (slots, machine) =>
      (network.waiting[machine] ?? 0) > 0 ? new Float64Array(slots) : new Float64Array(0),
    );
  }

  /**
   * A request joins the machine at `now` and will hold a slot for `hold` seconds; the machine goes down at `down`.
   *
   * @returns seconds until a slot is free for it
   */
  enter(machine: number, now: number, hold: number, down: number): number {
    const freeAt = this.#freeAt[machine] as Float64Array;
    let slot = 0;
    for (let other = 1; other < freeAt.length; other++) {
      if ((freeAt[other] as number) < (freeAt[slot] as number)) slot = other;
    }
    const start = Math.max(now, freeAt[slot] as number);
    freeAt[slot] = Math.min(start + hold, Math.max(down, now));
    return start - now;
  }
}
