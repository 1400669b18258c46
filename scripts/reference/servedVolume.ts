import { Exact, ZERO } from "./exact.js";
import { type ReferenceRule, referenceRule } from "./referenceRule.js";

/** Pays by volume: requests served, as last reported, summed over the operator's live eligible services. */
export const servedVolume: ReferenceRule = referenceRule({
  name: "ServedVolume",
  pays: "pays in proportion to the requests that an operator has served (Akash, Render).",
  prices: ({ totals }) => new Map(totals.served > 0n ? [["request", new Exact(1).div(totals.served.toString())]] : []),
  holdings({ services }) {
    let served = ZERO;
    for (const service of services.values()) served = served.plus(service.served.toString());
    return new Map([["request", served]]);
  },
});
