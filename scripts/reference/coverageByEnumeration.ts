import type { Decimal } from "decimal.js";
import { demandShare } from "./coverage.js";
import { ONE, ZERO } from "./exact.js";
import { exactRatio } from "./exactRatio.js";
import { membersByDomain } from "./membersByDomain.js";
import type { ClassState, NetworkState, OperatorId } from "./state.js";

/**
 * C as what it means: the expectation of S(X) over every combination of domains and operators that are up, X being the
 * capacity of the operators that work. 2^(domains + members) terms a class, so for a handful only.
 *
 * @example coverageByEnumeration(state) // equals coverage(state)
 */
export function coverageByEnumeration(state: NetworkState, without?: OperatorId): Decimal {
  let sum = ZERO;
  for (const [classId, each] of state.classes) {
    const byDomain = [...membersByDomain({ state, classId, without })];
    const domains = byDomain.map(([domain]) => exactRatio(each.availability.get(domain) ?? 0n));
    const members = byDomain.flatMap(([, list], domain) => list.map((member) => ({ ...member, domain })));
    const coins = [...domains, ...members.map(({ u }) => u)];
    let expected = ZERO;
    for (let outcome = 0; outcome < 2 ** coins.length; outcome++) {
      const up = coins.map((_, i) => ((outcome >> i) & 1) === 1);
      const chance = coins.reduce((product, p, i) => product.times(up[i] ? p : ONE.minus(p)), ONE);
      let capacity = ZERO;
      members.forEach(({ x, domain }, i) => {
        if (up[domain] && up[domains.length + i]) capacity = capacity.plus(x);
      });
      expected = expected.plus(chance.times(success(each, capacity)));
    }
    sum = sum.plus(demandShare(state, each).times(expected));
  }
  return sum;
}

/** S(X) = 1 - sum over the layers of alpha e^(-kappa X). */
function success({ alphas, kappas }: ClassState, capacity: Decimal): Decimal {
  return alphas.reduce(
    (sum, alpha, m) =>
      sum.minus(
        exactRatio(alpha).times(
          exactRatio(kappas[m] ?? 0n)
            .times(capacity)
            .negated()
            .exp(),
        ),
      ),
    ONE,
  );
}
