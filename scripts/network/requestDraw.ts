import { randomStream } from "../common/random.js";

/**
 * Random numbers that belong to a request, not to the moment they are drawn: the k-th draw of request r is a hash of
 * (seed, r, k). A replay without an operator therefore meets the same numbers, whatever else it skips.
 *
 * The mixer is the 32-bit finaliser of Wellons, "Prospecting for hash functions" (2018, lowbias32: bias 0.17).
 */
export class RequestDraw {
  readonly #low: number;
  readonly #high: number;

  /** @param seed master seed @param name the component that draws */
  constructor(seed: number | string, name: string) {
    const stream = randomStream(seed, name);
    this.#low = stream.below(4_294_967_296) | 0;
    this.#high = stream.below(4_294_967_296) | 1;
  }

  /** The key of request `index` (an integer below 2^32). */
  key(index: number): number {
    return mix(Math.imul(index, this.#high) ^ this.#low);
  }
}

/** The k-th number of a key, uniform in [0, 1) in steps of 2^-32. */
export function drawOf(key: number, k: number): number {
  return (mix((key + Math.imul(k + 1, 0x9e3779b1)) | 0) >>> 0) * 2.3283064365386963e-10;
}

function mix(value: number): number {
  let x = value;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return x ^ (x >>> 16);
}
