import type { LedgerState } from "../agents/ledgerState.js";
import { coverageOver } from "./coverageOver.js";
import { domainFailures } from "./domainFailures.js";

/**
 * What each failure domain alone gives each class: C_w with every other domain down, 1 - sum of alpha_m f_gwm. The heat
 * map of class by domain; the columns do not add up to C_w, since domains stand in for one another.
 *
 * @returns index `class * domains + domain`, each in [0, C_w]; 0 where the domain has nobody who serves the class
 * @example domainCoverage(state)[classIndex * state.domains + domain]
 */
export function domainCoverage(state: LedgerState): Float64Array {
  const { classes, domains } = state;
  const failures = domainFailures({ state });
  const table = new Float64Array(classes * domains);
  for (let g = 0; g < domains; g++) {
    coverageOver({ state, failures, isDown: (other) => other !== g }).forEach((value, c) => {
      table[c * domains + g] = value;
    });
  }
  return table;
}
