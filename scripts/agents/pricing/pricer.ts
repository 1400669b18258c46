import type { PolicyName } from "../../../ignition/modules/Breadth.js";
import type { LedgerState, ProfileOffer } from "../ledgerState.js";

/**
 * A reward rule in plain arithmetic over one state, kept up to date as operators move: what agents decide by, held to the
 * deployed contract's `quote` by tests and by the equilibrium certificate.
 */
export interface Pricer {
  readonly policy: PolicyName;
  /** Tokens per day that an operator earns at present. */
  pay(operator: number): number;
  /** Tokens per day that it would earn if its whole profile were the offer, all else fixed: the contract's `quote`. */
  price(operator: number, offer: ProfileOffer): number;
  /** The operator's profile becomes the offer. */
  set(operator: number, offer: ProfileOffer): void;
}

/** Makes a pricer over a copy of the state. */
export type PricerFactory = (state: LedgerState) => Pricer;
