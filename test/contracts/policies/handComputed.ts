import { expect } from "chai";
import { TOKEN } from "../../helpers/world.js";

/** {wei} What `parts` of `whole` of `tokens` are, rounded down: hand-computed pay. */
export function share(tokens: number, parts: number, whole: number): bigint {
  return (BigInt(tokens) * TOKEN * BigInt(parts)) / BigInt(whole);
}

/** Paid to the wei but for the roundings down: of the hand-computed parts, and of the contract's settlements. */
export function within(actual: bigint, expected: bigint, dust = 4n): void {
  expect(actual).to.be.within(expected - dust, expected + dust);
}
