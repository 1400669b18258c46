import { ONE } from "./exact.js";
import type { ReferenceRule } from "./referenceRule.js";
import { semivalue } from "./semivalue.js";

/**
 * The Shapley value of coverage C = sum over w of share_w (1 - product of (1 - p_iw)): of each request, 1/k to each of the k
 * operators that could have served it. All shares add up to C. Source: Shapley, A value for n-person games (1953).
 */
export const shapley: ReferenceRule = semivalue({
  name: "Shapley",
  pays: "shares what each request is worth evenly among the operators that could have served it.",
  share: (k) => ONE.div(k),
});
