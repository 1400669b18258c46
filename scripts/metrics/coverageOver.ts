import type { LedgerState } from "../agents/ledgerState.js";
import { fromBillionths } from "../common/units.js";
import { MOST_LAYERS } from "./domainFailures.js";

/**
 * C_w = sum over layers m of alpha_m (1 - M_wm), M being the product of f_gwm over those domains g that are not down
 * (DESIGN.md, "The mechanism"; the alphas sum to 1, so this is 1 - sum of alpha M, and exactly 0 where nobody serves).
 *
 * @param failures as from `domainFailures`
 * @param isDown whether a domain is down for certain; none by default
 * @returns per class, in [0, 1] for curves that the ledger accepts
 * @example coverageOver({ state, failures: domainFailures({ state }) })
 */
export function coverageOver({
  state,
  failures,
  isDown = () => false,
}: {
  state: LedgerState;
  failures: Float64Array;
  isDown?: (domain: number) => boolean;
}): Float64Array {
  const { classes, domains, curves } = state;
  return Float64Array.from({ length: classes }, (_, c) =>
    (curves[c]?.alphas ?? []).reduce((value, alpha, m) => {
      let product = 1;
      for (let g = 0; g < domains; g++) {
        if (!isDown(g)) product *= failures[(c * MOST_LAYERS + m) * domains + g] ?? 1;
      }
      return value + fromBillionths(alpha) * (1 - product);
    }, 0),
  );
}
