import type { PolicyName } from "../../ignition/modules/Breadth.js";

/**
 * Rules under which a change of one service settles more than that service: the other classes of its operator (ClassWeighted and SignalAllocated, whose
 * stake is spread over them anew), siblings in the hierarchy (HexDensity), who moves up a queue (RankMultiplier), the groups that the
 * median passes (DistinctBreadth), every node of a quadrature (Shapley, Gairing). Enough for runs of 60 operators in 45 classes.
 */
const FACTORS: Readonly<Partial<Record<PolicyName, number>>> = {
  ClassWeighted: 4,
  SignalAllocated: 4,
  HexDensity: 4,
  RankMultiplier: 2,
  DistinctBreadth: 4,
  Shapley: 6,
  Gairing: 6,
};

/**
 * By how much more gas a policy's changes may take than `gasBounds` allows the rules that settle one class at a time.
 *
 * @example policyGasFactor("EqualShare") // 1
 */
export function policyGasFactor(policy: PolicyName): number {
  return FACTORS[policy] ?? 1;
}
