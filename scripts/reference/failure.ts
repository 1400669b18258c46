import type { Decimal } from "decimal.js";
import { ONE } from "./exact.js";
import { exactRatio } from "./exactRatio.js";

/** What one operator does to one layer of one class. */
export interface Failure {
  /** q = 1 - u (1 - e^(-kappa x)), in (0, 1]: the factor by which the operator multiplies the layer's failures. */
  readonly factor: Decimal;
  /** o = (1 - q) / q, at least 0: the odds; q' = q would multiply the failures by 1 + o if the operator left. */
  readonly odds: Decimal;
}

/**
 * q and o of a service level on a layer (DESIGN, "The mechanism").
 *
 * @param u reliability, parts per billion in [0, 1e9]
 * @param x capacity ratio, parts per billion, at least 0
 * @param kappa steepness of the layer, parts per billion, above 0
 * @throws RangeError when q would be 0 (u = 1 with capacity beyond the exponent range)
 *
 * @example failure({ u: 900_000_000n, x: 2n ** 64n - 1n, kappa: 1_000_000_000n }).odds.toString() // "9"
 */
export function failure({ u, x, kappa }: { u: bigint; x: bigint; kappa: bigint }): Failure {
  const exhausted = exactRatio(kappa).times(exactRatio(x)).negated().exp();
  const reliability = exactRatio(u);
  // As a sum of what may fail: nothing cancels, not even at u = 1.
  const factor = ONE.minus(reliability).plus(reliability.times(exhausted));
  if (factor.lte(0)) throw new RangeError(`failure factor must be above 0: u ${u}, x ${x}, kappa ${kappa}`);
  return { factor, odds: reliability.times(ONE.minus(exhausted)).div(factor) };
}
