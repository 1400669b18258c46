import { coveragePricer } from "./coveragePricer.js";
import type { PricerFactory } from "./pricer.js";

/**
 * Pay for marginal coverage: C with everybody less C without the operator, times the emission.
 *
 * @example marginalCoverage(state).pay(3) // tokens per day
 */
export const marginalCoverage: PricerFactory = (state, options = {}) =>
  coveragePricer({
    policy: "MarginalCoverage",
    state,
    model: state,
    inCells: (offer) => offer,
    inTable: (table) => table,
    options,
  });
