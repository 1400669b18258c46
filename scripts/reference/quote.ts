import type { Decimal } from "decimal.js";
import type { ReferenceRule } from "./referenceRule.js";
import { setProfile } from "./setProfile.js";
import type { NetworkState, OperatorId, Profile } from "./state.js";

/**
 * What the operator would earn per second, in wei, if its whole profile were the offer and all else stayed: a class left
 * out of the offer is left. Service levels below uMin are to be left out by the caller, as the ledger does.
 *
 * @param rate emission in wei per second
 * @example quote({ rule: RULES.MarginalCoverage, state, operator: "ann", offer: operatorOf(state, "ann"), rate: 10n ** 18n })
 */
export function quote({
  rule,
  state,
  operator,
  offer,
  rate,
}: {
  rule: ReferenceRule;
  state: NetworkState;
  operator: OperatorId;
  offer: Profile;
  rate: bigint;
}): Decimal {
  return rule.share(setProfile(state, operator, offer), operator).times(rate.toString());
}
