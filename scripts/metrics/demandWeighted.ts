import type { LedgerState } from "../agents/ledgerState.js";

/**
 * Mean over the classes by demand: sum of share_w value_w, share_w = weight_w / sum of weights (DESIGN.md). 0 while no
 * class has a weight, as on the ledger, where nothing is earned then.
 *
 * @param values one per class
 * @example demandWeighted({ state, values: classCoverage(state) }) // C
 */
export function demandWeighted({ state, values }: { state: LedgerState; values: Float64Array }): number {
  let total = 0;
  let sum = 0;
  state.weights.forEach((weight, c) => {
    total += weight;
    sum += weight * (values[c] ?? 0);
  });
  return total === 0 ? 0 : sum / total;
}
