import type { LedgerState } from "../agents/ledgerState.js";
import { coverageOver } from "./coverageOver.js";
import { demandWeighted } from "./demandWeighted.js";
import { domainFailures } from "./domainFailures.js";

/** The single failure domain whose outage leaves the least coverage. */
export interface WorstOutage {
  /** Index, the lowest of those that tie; -1 where nobody is active, so that no outage takes anything. */
  readonly domain: number;
  /** C while it is down, in [0, C]. */
  readonly coverage: number;
}

/**
 * The worst single-domain outage: the N - 1 criterion of power systems, read as what is still served.
 *
 * @example worstOutage(state) // { domain: 2, coverage: 0.61 }
 */
export function worstOutage(state: LedgerState): WorstOutage {
  const failures = domainFailures({ state });
  const used = [...new Set(state.domainOf)].filter((domain) => domain >= 0).sort((a, b) => a - b);
  return used
    .map((domain) => ({
      domain,
      coverage: demandWeighted({ state, values: coverageOver({ state, failures, isDown: (g) => g === domain }) }),
    }))
    .reduce((worst, each) => (worst.domain < 0 || each.coverage < worst.coverage ? each : worst), {
      domain: -1,
      coverage: 0,
    });
}
