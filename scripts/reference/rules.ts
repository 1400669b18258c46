import { capacityWeighted } from "./capacityWeighted.js";
import { classWeighted } from "./classWeighted.js";
import { distinctBreadth } from "./distinctBreadth.js";
import { equalShare } from "./equalShare.js";
import { flatMarginalCoverage } from "./flatMarginalCoverage.js";
import { gairing } from "./gairing.js";
import { hexDensity } from "./hexDensity.js";
import { marginalCoverage } from "./marginalCoverage.js";
import { queryRebate } from "./queryRebate.js";
import { rankMultiplier } from "./rankMultiplier.js";
import type { ReferenceRule } from "./referenceRule.js";
import { servedVolume } from "./servedVolume.js";
import { shapley } from "./shapley.js";
import { signalAllocated } from "./signalAllocated.js";
import { stakeWeighted } from "./stakeWeighted.js";
import { targetShare } from "./targetShare.js";
import { witnessDecay } from "./witnessDecay.js";

/**
 * Every rule by the name of its contract: the one row that a new rule needs. Deployment, behaviour suite, pricing, gas
 * tables and experiments go through it.
 *
 * @example RULES.EqualShare.shares(state)
 */
export const RULES = {
  MarginalCoverage: marginalCoverage,
  FlatMarginalCoverage: flatMarginalCoverage,
  EqualShare: equalShare,
  StakeWeighted: stakeWeighted,
  ServedVolume: servedVolume,
  ClassWeighted: classWeighted,
  SignalAllocated: signalAllocated,
  QueryRebate: queryRebate,
  HexDensity: hexDensity,
  WitnessDecay: witnessDecay,
  RankMultiplier: rankMultiplier,
  DistinctBreadth: distinctBreadth,
  TargetShare: targetShare,
  Shapley: shapley,
  Gairing: gairing,
  CapacityWeighted: capacityWeighted,
} as const satisfies Record<string, ReferenceRule>;

export type RuleName = keyof typeof RULES;

/** Their names, in the order of tables and charts. */
export const RULE_NAMES = Object.keys(RULES) as readonly RuleName[];

/**
 * The rules of Breadth and the three simplest to hold them against: what is deployed and compared when nothing else is asked
 * for (a ledger hears twelve policies beside the paid one, and there are more rules than that).
 */
export const CORE_RULE_NAMES = [
  "MarginalCoverage",
  "FlatMarginalCoverage",
  "EqualShare",
  "StakeWeighted",
  "ServedVolume",
] as const satisfies readonly RuleName[];
