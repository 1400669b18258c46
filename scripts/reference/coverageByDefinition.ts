import type { Decimal } from "decimal.js";
import { demandShare } from "./coverage.js";
import { ONE, ZERO } from "./exact.js";
import { exactRatio } from "./exactRatio.js";
import { membersByDomain } from "./membersByDomain.js";
import type { NetworkState, OperatorId } from "./state.js";

/**
 * C by direct products over the operators' reports, with nothing kept from before: the check on the closed form and on
 * the sums of the state.
 *
 * @param without leave this operator out, as if it had never been
 * @example coverageByDefinition(state).minus(coverageByDefinition(state, "ann")) // D of ann
 */
export function coverageByDefinition(state: NetworkState, without?: OperatorId): Decimal {
  let sum = ZERO;
  for (const [classId, each] of state.classes) {
    let failed = ZERO;
    each.alphas.forEach((alpha, m) => {
      const kappa = exactRatio(each.kappas[m] ?? 0n);
      let product = ONE;
      for (const [domain, members] of membersByDomain({ state, classId, without })) {
        let all = ONE;
        for (const { u, x } of members) all = all.times(ONE.minus(u.times(ONE.minus(kappa.times(x).negated().exp()))));
        product = product.times(ONE.minus(exactRatio(each.availability.get(domain) ?? 0n).times(ONE.minus(all))));
      }
      failed = failed.plus(exactRatio(alpha).times(product));
    });
    sum = sum.plus(demandShare(state, each).times(ONE.minus(failed)));
  }
  return sum;
}
