import type { Decimal } from "decimal.js";
import { Exact } from "./exact.js";

/**
 * Parts per billion, as reported on chain, to the ratio they stand for; exact (no rounding up to 60 digits).
 *
 * @example exactRatio(999_900_000n).toString() // "0.9999"
 */
export function exactRatio(billionths: bigint): Decimal {
  return new Exact(billionths.toString()).div(1_000_000_000);
}
