import { expect } from "chai";
import { Decimal } from "decimal.js";

/** 60-digit arithmetic leaves this much, in units of all that is emitted. */
export const DUST = "1e-45";

/** Asserts that two decimals are the same up to `within` (absolute). */
export function expectClose(actual: Decimal.Value, expected: Decimal.Value, within: Decimal.Value = DUST): void {
  const error = new Decimal(actual).minus(expected).abs();
  expect(error.lte(within), `${actual} should be ${expected} to within ${within}, is off by ${error}`).to.equal(true);
}

/** Asserts `smaller` <= `larger`, up to dust. */
export function expectAtMost(smaller: Decimal.Value, larger: Decimal.Value, within: Decimal.Value = DUST): void {
  const excess = new Decimal(smaller).minus(larger);
  expect(excess.lte(within), `${smaller} should be at most ${larger}, is above by ${excess}`).to.equal(true);
}
