import type { LedgerState } from "../agents/ledgerState.js";
import { fromBillionths } from "../common/units.js";

/** Most layers that a success curve has on the ledger. */
export const MOST_LAYERS = 4;

/**
 * f_gwm = 1 - r_gw (1 - Q_gwm) of DESIGN.md, "The mechanism": by how much domain g multiplies layer m of the failures of
 * class w. Q is the product over the domain's members of q = 1 - u (1 - e^(-kappa x)). Nothing is divided, so that
 * products that reach 0 in large domains do no harm.
 *
 * @param down operators (indices) that are down for certain
 * @throws RangeError when there is no such operator
 * @returns index `(class * MOST_LAYERS + layer) * domains + domain`; 1 for a domain without members
 * @example domainFailures({ state })[0] // f of the first domain in the first layer of the first class
 */
export function domainFailures({ state, down = [] }: { state: LedgerState; down?: Iterable<number> }): Float64Array {
  const { operators, classes, domains, domainOf, reliability, capacityRatio, availability, curves } = state;
  const absent = new Set(down);
  for (const operator of absent) {
    if (!(Number.isInteger(operator) && operator >= 0 && operator < operators)) {
      throw new RangeError(`operator must be in 0..${operators - 1}, got ${operator}`);
    }
  }
  const failures = new Float64Array(classes * MOST_LAYERS * domains).fill(1);
  for (let c = 0; c < classes; c++) {
    const kappas = (curves[c]?.kappas ?? []).map(fromBillionths);
    for (let i = 0; i < operators; i++) {
      const u = reliability[i * classes + c] ?? 0;
      const domain = domainOf[i] ?? -1;
      if (u === 0 || domain < 0 || absent.has(i)) continue;
      const x = capacityRatio[i * classes + c] ?? 0;
      kappas.forEach((kappa, m) => {
        const cell = (c * MOST_LAYERS + m) * domains + domain;
        failures[cell] = (failures[cell] ?? 1) * (1 + u * Math.expm1(-kappa * x));
      });
    }
    kappas.forEach((_, m) => {
      for (let g = 0; g < domains; g++) {
        const cell = (c * MOST_LAYERS + m) * domains + g;
        failures[cell] = 1 - (availability[g * classes + c] ?? 0) * (1 - (failures[cell] ?? 1));
      }
    });
  }
  return failures;
}
