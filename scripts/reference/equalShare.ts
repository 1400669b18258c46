import { Exact, ONE } from "./exact.js";
import { type ReferenceRule, referenceRule } from "./referenceRule.js";

/** Pays for being there: 1/N to each of the N operators with at least one live eligible service, in whatever class. */
export const equalShare: ReferenceRule = referenceRule({
  name: "EqualShare",
  pays: "pays every working operator the same: the rule that counts nodes.",
  prices: ({ totals }) =>
    new Map(totals.operators > 0n ? [["node", new Exact(1).div(totals.operators.toString())]] : []),
  holdings: ({ services }) => new Map(services.size > 0 ? [["node", ONE]] : []),
});
