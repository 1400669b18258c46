import type { LedgerState } from "../agents/ledgerState.js";
import { classCoverage } from "./classCoverage.js";
import { demandWeighted } from "./demandWeighted.js";

/**
 * Coverage C: the expected share of all requests that succeed, over what may be down (DESIGN.md, C).
 *
 * @returns in [0, 1]; 0 while nobody is active or no class has a weight
 * @example coverage(state) // 0.87
 */
export function coverage(state: LedgerState): number {
  return demandWeighted({ state, values: classCoverage(state) });
}
