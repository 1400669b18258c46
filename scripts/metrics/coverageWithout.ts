import type { LedgerState } from "../agents/ledgerState.js";
import { coverageOver } from "./coverageOver.js";
import { demandWeighted } from "./demandWeighted.js";
import { domainFailures } from "./domainFailures.js";

/**
 * Coverage while one failure domain is down for certain and all else may be up or down as usual.
 *
 * @param domain index
 * @returns in [0, C]
 * @throws RangeError when there is no such domain
 * @example coverageWithout({ state, domain: 2 })
 */
export function coverageWithout({ state, domain }: { state: LedgerState; domain: number }): number {
  if (!(Number.isInteger(domain) && domain >= 0 && domain < state.domains)) {
    throw new RangeError(`domain must be in 0..${state.domains - 1}, got ${domain}`);
  }
  const failures = domainFailures({ state });
  return demandWeighted({ state, values: coverageOver({ state, failures, isDown: (g) => g === domain }) });
}
