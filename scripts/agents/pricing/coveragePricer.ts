import type { PolicyName } from "../../../ignition/modules/Breadth.js";
import type { LedgerState, ProfileOffer } from "../ledgerState.js";
import { CoverageCells, type CoverageModel } from "./coverageCells.js";
import { eligibleOffer, LEAST_RELIABILITY, presentOffer } from "./eligibleOffer.js";
import { type OfferTable, strategyOffer } from "./offerTable.js";
import type { Pricer, PricerOptions } from "./pricer.js";

/**
 * A pricer that pays each operator its marginal coverage under some model of what coverage is. What G divides by, max(W, R),
 * is W: for accepted curves, and for no others is there a pricer, R is at most C <= 1 (docs/mechanism.md, P2).
 *
 * @param inCells an offer as the model sees it
 * @param inTable a table as the model sees it; the same object for the same table
 * @example coveragePricer({ policy, state, model: state, inCells: (offer) => offer, inTable: (table) => table, options: {} })
 */
export function coveragePricer(parameters: {
  policy: PolicyName;
  state: LedgerState;
  model: CoverageModel;
  inCells: (offer: ProfileOffer) => ProfileOffer;
  inTable: (table: OfferTable) => OfferTable;
  options: PricerOptions;
}): Pricer {
  const { policy, state, model, inCells, inTable } = parameters;
  const { leastReliability = LEAST_RELIABILITY } = parameters.options;
  const { classes, emissionPerDay } = state;
  const cells = new CoverageCells(model, leastReliability);
  const counted = (offer: ProfileOffer) => inCells(eligibleOffer({ offer, leastReliability, classes }));
  // What the ledger already counts is above its least reliability.
  for (let i = 0; i < state.operators; i++) cells.replace(i, counted(presentOffer(state, i)));
  return {
    policy,
    pay: (operator) => emissionPerDay * cells.presentGain(operator),
    price: (operator, offer) => emissionPerDay * cells.gain(operator, counted(offer)),
    set: (operator, offer) => cells.replace(operator, counted(offer)),
    priceStrategies: (operator, table) => cells.gains(operator, inTable(table), emissionPerDay),
    offer: (operator, table, strategy) => strategyOffer({ table, operator, strategy }),
  };
}
