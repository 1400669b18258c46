/**
 * A payoff, or a difference of payoffs, that is a number: an operator must not stay put because of a NaN.
 *
 * @example numberOrThrow(12.5) // 12.5
 * @throws RangeError on NaN
 */
export function numberOrThrow(payoff: number): number {
  if (Number.isNaN(payoff)) throw new RangeError("a payoff is not a number");
  return payoff;
}
