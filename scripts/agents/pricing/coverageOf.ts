import type { LedgerState } from "../ledgerState.js";
import { CoverageCells } from "./coverageCells.js";
import { presentOffer } from "./eligibleOffer.js";

/**
 * The operators of a state in coverage cells, every service counted that the ledger counts.
 *
 * @example coverageOf(state).coverage() // C in [0, 1]
 */
export function coverageOf(state: LedgerState): CoverageCells {
  const cells = new CoverageCells(state, 0);
  for (let i = 0; i < state.operators; i++) cells.replace(i, presentOffer(state, i));
  return cells;
}
