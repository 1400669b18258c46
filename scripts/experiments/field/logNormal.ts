import type { RandomStream } from "../../common/random.js";

/**
 * A log-normal number with median 1 (Box and Muller 1958).
 *
 * @param spread standard deviation of its logarithm, at least 0
 * @example logNormal(stream, 0) // 1
 */
export function logNormal(stream: RandomStream, spread: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - stream.next()));
  return Math.exp(spread * radius * Math.cos(2 * Math.PI * stream.next()));
}
