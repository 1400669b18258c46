import type { PolicyName } from "../../../ignition/modules/Breadth.js";
import { capacityWeighted } from "./capacityWeighted.js";
import { classWeighted } from "./classWeighted.js";
import { distinctBreadth } from "./distinctBreadth.js";
import { equalShare } from "./equalShare.js";
import { flatMarginalCoverage } from "./flatMarginalCoverage.js";
import { hexDensity } from "./hexDensity.js";
import { marginalCoverage } from "./marginalCoverage.js";
import type { PricerFactory } from "./pricer.js";
import { queryRebate } from "./queryRebate.js";
import { rankMultiplier } from "./rankMultiplier.js";
import { referencePricer } from "./referencePricer.js";
import { semivaluePricer } from "./semivaluePricer.js";
import { servedVolume } from "./servedVolume.js";
import { signalAllocated } from "./signalAllocated.js";
import { stakeWeighted } from "./stakeWeighted.js";
import { targetShare } from "./targetShare.js";
import { witnessDecay } from "./witnessDecay.js";

/** Rules with a fast pricer of their own. */
const FACTORIES: Readonly<Partial<Record<PolicyName, PricerFactory>>> = {
  MarginalCoverage: marginalCoverage,
  FlatMarginalCoverage: flatMarginalCoverage,
  EqualShare: equalShare,
  StakeWeighted: stakeWeighted,
  ServedVolume: servedVolume,
  CapacityWeighted: capacityWeighted,
  ClassWeighted: classWeighted,
  SignalAllocated: signalAllocated,
  WitnessDecay: witnessDecay,
  TargetShare: targetShare,
  HexDensity: hexDensity,
  RankMultiplier: rankMultiplier,
  Shapley: semivaluePricer("Shapley"),
  Gairing: semivaluePricer("Gairing"),
  QueryRebate: queryRebate,
  DistinctBreadth: distinctBreadth,
};

/**
 * The pricer of a policy: its own, or the slow one made from its reference.
 *
 * @example pricerFor("EqualShare")(state).pay(0) // tokens per day
 */
export function pricerFor(policy: PolicyName): PricerFactory {
  return FACTORIES[policy] ?? referencePricer(policy);
}
