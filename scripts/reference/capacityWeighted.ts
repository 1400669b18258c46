import { Exact, ZERO } from "./exact.js";
import { type ReferenceRule, referenceRule } from "./referenceRule.js";

/** Pays for capacity that stands ready: by the sum of an operator's capacity ratios over its live eligible services. */
export const capacityWeighted: ReferenceRule = referenceRule({
  name: "CapacityWeighted",
  pays: "pays for capacity that stands ready, used or not (io.net).",
  prices({ operators }) {
    let total = ZERO;
    for (const [, { services }] of operators) for (const { x } of services.values()) total = total.plus(x.toString());
    return new Map(total.isZero() ? [] : [["capacity", new Exact(1).div(total)]]);
  },
  holdings({ services }) {
    let capacity = ZERO;
    for (const { x } of services.values()) capacity = capacity.plus(x.toString());
    return new Map([["capacity", capacity]]);
  },
});
