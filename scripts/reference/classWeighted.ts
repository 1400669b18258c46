import { Exact } from "./exact.js";
import { pooledRule } from "./pooledRule.js";
import type { ReferenceRule } from "./referenceRule.js";
import { classOf } from "./state.js";

/**
 * Pays by stake inside classes with allocation points, as MasterChef (sushiswap/masterchef contracts/MasterChef.sol): the
 * whole stake counts in every class served. Points are the demand weight, or `ofPolicy.points` where governance set others;
 * a class without demand has none.
 */
export const classWeighted: ReferenceRule = pooledRule({
  name: "ClassWeighted",
  pays: "shares a governed pot per workload class by bonded stake (MasterChef).",
  unitsOf: ({ stake, services }) => new Map([...services.keys()].map((classId) => [classId, stake])),
  potOf: ({ state, classId }) => {
    const { weight } = classOf(state, classId);
    const points = weight === 0n ? 0n : (state.ofPolicy.points?.get(classId) ?? weight);
    return new Exact(points.toString());
  },
});
