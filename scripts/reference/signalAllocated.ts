import { Exact } from "./exact.js";
import { pooledRule } from "./pooledRule.js";
import type { ReferenceRule } from "./referenceRule.js";
import { classOf } from "./state.js";

/**
 * Pays by stake allocated to classes with signal, as The Graph's indexing rewards (graphprotocol/contracts RewardsManager):
 * stake is split evenly over the classes served, in whole wei, rounded down. The signal is the demand weight read as wei plus
 * what curators bonded, `ofPolicy.bonded` in wei; a class without demand has none.
 */
export const signalAllocated: ReferenceRule = pooledRule({
  name: "SignalAllocated",
  pays: "shares a pot per class, as large as curators signal, by the stake that operators allocate to it (The Graph's indexing rewards).",
  unitsOf: ({ stake, services }) =>
    new Map([...services.keys()].map((classId) => [classId, stake / BigInt(services.size)])),
  potOf: ({ state, classId }) => {
    const { weight } = classOf(state, classId);
    const signal = weight === 0n ? 0n : weight + (state.ofPolicy.bonded?.get(classId) ?? 0n);
    return new Exact(signal.toString());
  },
});
