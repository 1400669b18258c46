import { Exact } from "./exact.js";
import { type ReferenceRule, referenceRule } from "./referenceRule.js";

/**
 * Pays by bonded stake, as Synthetix StakingRewards (Synthetixio/synthetix contracts/StakingRewards.sol), to operators
 * with at least one live eligible service.
 */
export const stakeWeighted: ReferenceRule = referenceRule({
  name: "StakeWeighted",
  pays: "pays in proportion to the stake that an operator has bonded (Synthetix, Livepeer).",
  prices: ({ totals }) => new Map(totals.stake > 0n ? [["stake", new Exact(1).div(totals.stake.toString())]] : []),
  holdings: ({ stake, services }) => new Map(services.size > 0 ? [["stake", new Exact(stake.toString())]] : []),
});
