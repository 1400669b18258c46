import type { LedgerState } from "../agents/ledgerState.js";
import type { Pricer } from "../agents/pricing/pricer.js";

/** One operator's service in one class, as it is reported to the ledger; u and x in whole billionths. */
export interface ServiceReading {
  readonly operator: number;
  readonly classIndex: number;
  readonly reliability: number;
  readonly capacityRatio: number;
  readonly served: number;
}

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
