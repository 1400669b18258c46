import { BILLION } from "../../common/units.js";
import { coveragePricer } from "./coveragePricer.js";
import type { OfferTable } from "./offerTable.js";
import type { PricerFactory } from "./pricer.js";

/**
 * Marginal coverage by someone who ignores shared infrastructure: all operators in one domain that never fails, and
 * S(X) = 1 - e^(-X) for every class.
 *
 * @example flatMarginalCoverage(state).pay(3) // tokens per day
 */
export const flatMarginalCoverage: PricerFactory = (state, options = {}) => {
  const flat = new WeakMap<OfferTable, OfferTable>();
  return coveragePricer({
    policy: "FlatMarginalCoverage",
    state,
    model: {
      operators: state.operators,
      domains: 1,
      weights: state.weights,
      curves: Array.from({ length: state.classes }, () => ({ kappas: [BILLION], alphas: [BILLION] })),
      availability: new Float64Array(state.classes).fill(1),
    },
    inCells: (offer) => ({ ...offer, domain: Math.min(offer.domain, 0) }),
    inTable: (table) => {
      const known = flat.get(table) ?? { ...table, domainOf: table.domainOf.map((domain) => Math.min(domain, 0)) };
      flat.set(table, known);
      return known;
    },
    options,
  });
};
