import type { PolicyName } from "../../ignition/modules/Breadth.js";
import { distinctBreadthSetUp } from "./distinctBreadthSetUp.js";
import { hexDensitySetUp } from "./hexDensitySetUp.js";
import type { JsonRpc } from "./jsonRpc.js";
import { queryRebateSetUp } from "./queryRebateSetUp.js";
import { targetShareSetUp } from "./targetShareSetUp.js";

/** What a policy may want to know of a workload class beyond what the ledger records. */
export interface ClassTraits {
  /** Ids of the class's model family and of that family's modality, from 1. */
  readonly family: number;
  readonly modality: number;
  /** Work of one request in whole compute units, at least 1. */
  readonly computeUnits: number;
}

/** What a policy needs from the driver beyond the hooks; every member may be left out. */
export interface PolicySetUp {
  /** Calldata of the set-up calls that governance makes after the classes exist, in order. */
  readonly calls?: (input: {
    readonly classes: readonly ClassTraits[];
    readonly requestFee: bigint;
  }) => readonly string[];
  /** Calldata of what anybody may call once per epoch, after the report. */
  readonly upkeep?: (input: { readonly classes: number }) => readonly string[];
  /** What the policy publishes beyond the ledger, by name and class: `LedgerState.ofPolicy`. */
  readonly read?: (input: {
    readonly rpc: JsonRpc;
    readonly address: string;
    readonly classes: number;
  }) => Promise<Readonly<Record<string, Float64Array>>>;
}

/** Rules that need more than the hooks; a rule without a row needs nothing. */
const SET_UPS: Readonly<Partial<Record<PolicyName, PolicySetUp>>> = {
  HexDensity: hexDensitySetUp,
  TargetShare: targetShareSetUp,
  QueryRebate: queryRebateSetUp,
  DistinctBreadth: distinctBreadthSetUp,
};

/**
 * What the driver does for a policy beside the hooks.
 *
 * @example policySetUp("EqualShare").upkeep // undefined: nothing to do
 */
export function policySetUp(policy: PolicyName): PolicySetUp {
  return SET_UPS[policy] ?? {};
}
