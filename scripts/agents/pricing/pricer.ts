import type { PolicyName } from "../../../ignition/modules/Breadth.js";
import type { LedgerState, ProfileOffer } from "../ledgerState.js";
import type { OfferTable } from "./offerTable.js";

/**
 * A reward rule in plain arithmetic over one state, kept up to date as operators move: what agents decide by, held to the
 * deployed contract's `quote` by tests and by the equilibrium certificate. How far from it at most: `errorBound.ts`.
 *
 * Nothing depends on the way here: sums and products that a move touches are made anew from all members in the order of
 * their indices, so two pricers with the same profiles hold the same bits, and no error builds up.
 */
export interface Pricer {
  readonly policy: PolicyName;
  /** Tokens per day that an operator earns at present. */
  pay(operator: number): number;
  /**
   * Tokens per day that it would earn if its whole profile were the offer, all else fixed: the contract's `quote`. Like it,
   * counts services below the least reliability as none and u above 0.999 as 0.999.
   *
   * @throws RangeError when services come without a domain, or their classes do not ascend
   */
  price(operator: number, offer: ProfileOffer): number;
  /** The operator's profile becomes the offer. */
  set(operator: number, offer: ProfileOffer): void;
  /** `price` of every strategy's offer, index strategy; many times faster. A fresh array each time. */
  priceStrategies(operator: number, table: OfferTable): Float64Array;
  /** What the operator would offer with a strategy, at the present state of the others. */
  offer(operator: number, table: OfferTable, strategy: number): ProfileOffer;
}

export interface PricerOptions {
  /** uMin of the ledger: below it a service counts for nothing; 0.5 by default, as deployed. */
  readonly leastReliability?: number;
}

/** Makes a pricer over a copy of the state. */
export type PricerFactory = (state: LedgerState, options?: PricerOptions) => Pricer;
