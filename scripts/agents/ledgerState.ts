import type { SuccessCurve } from "../workloads/successCurve.js";

/**
 * What the ledger knows, as columns of numbers: one read of public chain state, all that decisions and certificates use.
 * Tables per (operator, class) have index `operator * classes + class`; indices are 0-based (chain ids minus 1).
 */
export interface LedgerState {
  readonly operators: number;
  readonly classes: number;
  readonly domains: number;
  /** Domain index per operator, -1 while it is not active. */
  readonly domainOf: Int32Array;
  /** Bonded stake, tokens; 0 while it is not active. */
  readonly stake: Float64Array;
  /** u, in [0, 0.999], in whole billionths; 0 where it does not serve the class or is below the least reliability. */
  readonly reliability: Float64Array;
  /** x, in whole billionths. */
  readonly capacityRatio: Float64Array;
  /** Requests served in the measured window, whole numbers. */
  readonly served: Float64Array;
  /**
   * Claim order: the number of the join with which the operator came into the class, ascending over the whole history of the
   * ledger; 0 where it does not serve the class. A move to another domain is a leave and a join.
   */
  readonly joined: Float64Array;
  /** 1 where the operator joined the class while nobody served it and has not left it since, else 0. */
  readonly opened: Uint8Array;
  /** Demand weight per class, whole numbers. */
  readonly weights: Float64Array;
  /** Availability as a class sees a domain, index `domain * classes + class`, in whole billionths. */
  readonly availability: Float64Array;
  readonly curves: readonly SuccessCurve[];
  /** Emission, tokens per day. */
  readonly emissionPerDay: number;
  /**
   * What the paid policy publishes beyond the ledger, by name and class, in the policy's own integers (`policySetUp.ts`);
   * empty for most rules.
   */
  readonly ofPolicy: Readonly<Record<string, Float64Array>>;
}

/** A hypothetical whole profile of one operator: a class that is not listed is left; no services means staying out. */
export interface ProfileOffer {
  /** Tokens. */
  readonly stake: number;
  /** Domain index; -1 for staying out. */
  readonly domain: number;
  /** Ascending by class. */
  readonly services: readonly {
    readonly classIndex: number;
    readonly reliability: number;
    readonly capacityRatio: number;
    readonly served: number;
  }[];
}
