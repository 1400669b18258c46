import type { Decimal } from "decimal.js";
import { Exact, ONE, ZERO } from "./exact.js";
import { type ReferenceRule, referenceRule } from "./referenceRule.js";

/** {token wei} What a request brings unless governance sets it; as in contracts/policies/QueryRebate.sol. */
export const DEFAULT_FEE = 2_600_000_000_000_000n;

const LAMBDA = new Exact("0.6");

/**
 * Pays by requests served, each operator as far as its stake backs the fees that they bring: the exponential rebate of The
 * Graph, 1 - alpha e^(-lambda s / q) with alpha = 1, lambda = 0.6 and q = requests x fee (graphprotocol/contracts
 * packages/contracts/contracts/staking/libs/Exponential.sol). What is not rebated nobody gets. The fee is
 * published as `ofPolicy.fee` of class 1, wei.
 */
export const queryRebate: ReferenceRule = referenceRule({
  name: "QueryRebate",
  pays: "pays by requests served as far as stake backs them, and burns the rest (The Graph's exponential rebate).",
  prices: ({ totals }) => new Map(totals.served > 0n ? [["request", new Exact(1).div(totals.served.toString())]] : []),
  holdings({ stake, services }, ofPolicy) {
    let served = 0n;
    for (const service of services.values()) served += service.served;
    const fees = served * (ofPolicy.fee?.get(1n) ?? DEFAULT_FEE);
    return new Map([["request", rebatedPart({ stake, fees }).times(served.toString())]]);
  },
});

/**
 * The part of fees that is rebated; all of it where there are none.
 *
 * @param stake in the unit of `fees`
 * @example rebatedPart({ stake: 600n, fees: 300n }).toFixed(3) // "0.699", 1 - e^-1.2
 */
export function rebatedPart({ stake, fees }: { stake: bigint; fees: bigint }): Decimal {
  if (fees === 0n) return ONE;
  const exponent = LAMBDA.times(stake.toString()).div(fees.toString());
  // Below 1e-60 of the whole.
  return exponent.gt(200) ? ONE : ONE.minus(ZERO.minus(exponent).exp());
}
