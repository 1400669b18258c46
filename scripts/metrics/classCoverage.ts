import type { LedgerState } from "../agents/ledgerState.js";
import { coverageOver } from "./coverageOver.js";
import { domainFailures } from "./domainFailures.js";

/**
 * Coverage of every class: the expected share of its requests that succeed, over what may be down (DESIGN.md, C_w).
 *
 * @returns per class, in [0, 1]; 0 for a class that nobody serves
 * @example classCoverage(state)[3]
 */
export function classCoverage(state: LedgerState): Float64Array {
  return coverageOver({ state, failures: domainFailures({ state }) });
}
