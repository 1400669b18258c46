import { createHash } from "node:crypto";

/** A seeded stream of random numbers. Each component draws from its own, so that one more draw in one changes no other. */
export interface RandomStream {
  /** Uniform in [0, 1), 53 bits. */
  next(): number;
  /** Uniform integer in [0, bound); bound in 1..2^32. */
  below(bound: number): number;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** One element, uniformly. */
  pick<T>(items: readonly T[]): T;
  /** Exponential with the given mean. */
  exponential(mean: number): number;
}

/**
 * A named stream under one master seed: xoshiro128** (Blackman and Vigna, 2018, "Scrambled linear pseudorandom number
 * generators") seeded with SHA-256 of seed and name.
 *
 * @example const arrivals = randomStream(7, "demand/arrivals"); arrivals.next();
 */
export function randomStream(seed: number | string, name: string): RandomStream {
  const digest = createHash("sha256").update(`${seed}/${name}`).digest();
  let a = digest.readUInt32LE(0);
  let b = digest.readUInt32LE(4);
  let c = digest.readUInt32LE(8);
  let d = digest.readUInt32LE(12) | 1;

  const next32 = (): number => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
    return result;
  };

  const next = (): number => ((next32() >>> 5) * 67_108_864 + (next32() >>> 6)) / 9_007_199_254_740_992;
  const below = (bound: number): number => {
    if (!Number.isInteger(bound) || bound < 1 || bound > 4_294_967_296) {
      throw new RangeError(`bound must be an integer in 1..2^32, got ${bound}`);
    }
    return Math.floor(next() * bound);
  };
  return {
    next,
    below,
    between: (low, high) => low + (high - low) * next(),
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new RangeError("cannot pick from an empty list");
      return item;
    },
    exponential: (mean) => -mean * Math.log1p(-next()),
  };
}
