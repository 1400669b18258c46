import type { Decimal } from "decimal.js";
import { demandShare } from "./coverage.js";
import { ZERO } from "./exact.js";
import { type ReferenceRule, referenceRule } from "./referenceRule.js";

/**
 * Marginal coverage by someone who ignores shared infrastructure: every operator in one cell that never fails (r = 1),
 * one layer alpha = kappa = 1 whatever the curve of the class.
 *
 *     D_i = sum over classes w of share_w Q_w o_iw,   Q_w the product of all q_iw
 *
 * R = sum of all D_i is at most 1 always: 1 - (1 - y) is concave.
 */
export const flatMarginalCoverage: ReferenceRule = referenceRule({
  name: "FlatMarginalCoverage",
  pays: "the same, but blind to failure domains: every operator is taken to fail on its own.",
  prices(state) {
    const prices = new Map<string, Decimal>();
    for (const [classId, each] of state.classes) {
      prices.set(`${classId}`, demandShare(state, each).times(each.flat?.products[0] ?? ZERO));
    }
    return prices;
  },
  holdings: ({ services }) => new Map([...services].map(([classId, { flat }]) => [`${classId}`, flat[0].odds])),
});
