import { Decimal } from "decimal.js";

/**
 * The arithmetic of the reference: decimal floating point with 60 significant digits, rounded half to even. The
 * exponent range holds the product of 10,000 failure factors of 0.001 (10^-30,000) without underflow.
 */
export const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_EVEN, minE: -9e15, maxE: 9e15 });

export const ZERO = new Exact(0);
export const ONE = new Exact(1);
