import { numberOrThrow } from "./numberOrThrow.js";

/**
 * A payoff as a gain in [0, 1], which the bounds of Hedge and EXP3 ask for: payoffs in [-scale, +scale] linearly (no
 * payoff is 1/2), those outside clipped.
 *
 * @throws RangeError on NaN
 * @example unitGain(50, 100) // 0.75
 */
export function unitGain(payoff: number, scale: number): number {
  return Math.min(1, Math.max(0, (numberOrThrow(payoff) / scale + 1) / 2));
}
