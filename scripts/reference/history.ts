import type { RuleName } from "./rules.js";
import type { ClassId, DomainId, OperatorId } from "./state.js";

/** Something that changes what the rules see. Ratios in parts per billion, stake in wei. */
export type StateEvent =
  | {
      readonly type: "classAdded";
      readonly classId: ClassId;
      readonly weight: bigint;
      readonly kappas: readonly bigint[];
      readonly alphas: readonly bigint[];
    }
  | { readonly type: "weightChanged"; readonly classId: ClassId; readonly weight: bigint }
  | { readonly type: "alphasChanged"; readonly classId: ClassId; readonly alphas: readonly bigint[] }
  | {
      readonly type: "availabilityChanged";
      readonly domain: DomainId;
      readonly classId: ClassId;
      readonly availability: bigint;
    }
  | {
      readonly type: "operatorChanged";
      readonly operator: OperatorId;
      readonly domain: DomainId;
      readonly stake: bigint;
    }
  /** A live eligible service level; u = 0 when there is none (left, expired, jailed, below uMin). */
  | {
      readonly type: "serviceChanged";
      readonly operator: OperatorId;
      readonly classId: ClassId;
      readonly u: bigint;
      readonly x: bigint;
      readonly served: bigint;
    };

/** Something that moves money, or says which policy counts. Amounts in wei, rates in wei per second. */
export type MoneyEvent =
  /** Added to the budget: funds, surplus rolled over; below 0 when what was not yet emitted is taken back. */
  | { readonly type: "funded"; readonly amount: bigint }
  | { readonly type: "emissionRateChanged"; readonly rate: bigint }
  | { readonly type: "claimed"; readonly policy: string; readonly operator: OperatorId; readonly amount: bigint }
  /** The policy counts from now on: it began to pay, or was added as a shadow. */
  | { readonly type: "policyStarted"; readonly policy: string; readonly rule: RuleName }
  | { readonly type: "policyFrozen"; readonly policy: string }
  /** The policy publishes a figure of a class beyond the ledger, in its own integers (`NetworkState.ofPolicy`); or no longer. */
  | {
      readonly type: "published";
      readonly policy: string;
      readonly rule: RuleName;
      readonly name: string;
      readonly classId: ClassId;
      readonly value: bigint | undefined;
    };

/** An event at a time in seconds. Histories are in order of time; events of the same second in their own order. */
export type HistoryEvent = (StateEvent | MoneyEvent) & { readonly time: bigint };
