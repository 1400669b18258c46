import type { LedgerState } from "../agents/ledgerState.js";
import { marginalCoverage as marginalCoverageOfInputs } from "../network/marginalCoverage.js";

/**
 * Marginal coverage D_i of every operator: C with everybody minus C without it, as a share of all requests (DESIGN.md).
 * Computed class by class with the request network's formula, since the ledger's availability differs by class.
 *
 * @returns per operator, in [0, C], sum at most C; 0 while it is not active
 * @example marginalCoverage(state)[3] // share of all requests that only operator 3 saves
 */
export function marginalCoverage(state: LedgerState): Float64Array {
  const { operators, classes, domains, domainOf, curves, weights } = state;
  const marginal = new Float64Array(operators);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const peak = new Int32Array(operators);
  weights.forEach((weight, c) => {
    const curve = curves[c];
    if (weight === 0 || curve === undefined) return;
    const column = (table: Float64Array) => Float64Array.from(domainOf, (_, i) => table[i * classes + c] ?? 0);
    marginalCoverageOfInputs({
      domainOf,
      levels: { reliability: column(state.reliability), capacityRatio: column(state.capacityRatio), peak },
      availability: Float64Array.from({ length: domains }, (_, g) => state.availability[g * classes + c] ?? 0),
      weights: Float64Array.of(1),
      curves: [curve],
    }).forEach((gain, i) => {
      marginal[i] = (marginal[i] ?? 0) + (weight / total) * gain;
    });
  });
  return marginal;
}
