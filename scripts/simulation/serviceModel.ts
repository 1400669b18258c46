import type { LedgerState } from "../agents/ledgerState.js";
import type { Pricer } from "../agents/pricing/pricer.js";
import type { ServiceReading } from "./serviceReading.js";

/** Where the service levels that the ledger is told come from. */
export interface ServiceModel {
  readonly name: "analytic" | "request";
  /** What is reported after the epoch's changes, of everybody who takes part. */
  readings(parameters: {
    epoch: number;
    /** What every operator plays. */
    strategies: Int32Array;
    /** The rule's arithmetic with everybody's present profile. */
    pricer: Pricer;
    /** The ledger before the report. */
    state: LedgerState;
  }): Promise<readonly ServiceReading[]>;
}
