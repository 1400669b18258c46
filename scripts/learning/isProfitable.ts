import { numberOrThrow } from "./numberOrThrow.js";

/** A gain below this share of the scale is rounding, not profit. */
export const PROFIT_TOLERANCE = 1e-9;

/**
 * Whether a gain (tokens per day) is strictly profitable: more than 1e-9 of the scale. Without such a gain an operator
 * stays, so that rounding in the payoffs moves nobody.
 *
 * @throws RangeError on NaN
 * @example isProfitable(1e-12, 1) // false
 */
export function isProfitable(gain: number, scale: number): boolean {
  return numberOrThrow(gain) > PROFIT_TOLERANCE * scale;
}
