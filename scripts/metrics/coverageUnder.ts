import type { LedgerState } from "../agents/ledgerState.js";
import { coverageOver } from "./coverageOver.js";
import { demandWeighted } from "./demandWeighted.js";
import { domainFailures } from "./domainFailures.js";

/**
 * Coverage while a shock keeps these operators down for certain (a provider, a GPU type, a model family, a TEE vendor:
 * whatever the caller groups by) and all else may be up or down as usual.
 *
 * @param down operator indices; one named twice counts once
 * @returns in [0, C]
 * @throws RangeError when there is no such operator
 * @example coverageUnder({ state, down: [0, 4, 7] })
 */
export function coverageUnder({ state, down }: { state: LedgerState; down: Iterable<number> }): number {
  return demandWeighted({ state, values: coverageOver({ state, failures: domainFailures({ state, down }) }) });
}
