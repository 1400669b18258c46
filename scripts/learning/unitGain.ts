/**
 * A payoff as a gain in [0, 1], which the bounds of Hedge and EXP3 ask for: payoffs in [-scale, +scale] linearly (no
 * payoff is 1/2), those outside clipped.
 *
 * @example unitGain(50, 100) // 0.75
 */
export function unitGain(payoff: number, scale: number): number {
  if (Number.isNaN(payoff)) throw new RangeError("a payoff is not a number");
  return Math.min(1, Math.max(0, (payoff / scale + 1) / 2));
}
