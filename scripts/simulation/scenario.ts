import type { OperatorProfile } from "../agents/operatorProfile.js";
import type { Strategy } from "../agents/strategy.js";
import type { Network } from "../network/network.js";
import type { Catalogue } from "../workloads/catalogue.js";
import type { FailureDomain } from "../workloads/failureDomain.js";
import type { SuccessCurve } from "../workloads/successCurve.js";
import type { WorkloadClass } from "../workloads/workloadClass.js";
import type { ServiceTable } from "./serviceTable.js";

/** Everything that is fixed during a run and shared by all policies of a paired comparison. */
export interface Scenario {
  readonly seed: number;
  readonly catalogue: Catalogue;
  readonly classes: readonly WorkloadClass[];
  readonly domains: readonly FailureDomain[];
  /** Index 0 is staying out. */
  readonly strategies: readonly Strategy[];
  readonly operators: readonly OperatorProfile[];
  /** Tokens per day, index `operator * strategies + strategy`; 0 for staying out. */
  readonly costs: Float64Array;
  /** Tokens, once, for a change from one strategy to another: index `from * strategies + to`, before multipliers. */
  readonly switchingCosts: Float64Array;
  readonly curves: readonly SuccessCurve[];
  /** Demand weight per class, as on chain. */
  readonly weights: readonly bigint[];
  /** Families' shares of all requests, where classes were weighed anew (a skewed scenario). */
  readonly familyShares?: ReadonlyMap<string, number>;
  /** Prompt lengths per class: tokens at the quantiles of `tokensAt`. */
  readonly promptQuantiles: readonly (readonly number[])[];
  /** Mean rate of all classes together. */
  readonly requestsPerSecond: number;
  /** V: tokens per day that C = 1 is worth. */
  readonly valuePerDay: number;
  /** Tokens per day. */
  readonly emissionPerDay: number;
  /** The analytic service model. */
  readonly service: ServiceTable;
  /** How fast each strategy serves each class: one operator per strategy. */
  readonly network: Network;
}
