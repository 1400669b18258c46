import { Exact, ONE } from "./exact.js";
import { pooledRule } from "./pooledRule.js";
import type { ReferenceRule } from "./referenceRule.js";

const FULL_MEMBERS = 4n;
const DECAY = new Exact("0.8");

/**
 * Pays presence that decays in a crowd, as HIP-15 (helium/HIP 0015-beaconing-rewards.md): each of the n members of a class has
 * 1 reward unit while n <= N, else (N - (1 - r^(n - N))) / n; all units share the emission. N = 4, r = 0.8.
 */
export const witnessDecay: ReferenceRule = pooledRule({
  name: "WitnessDecay",
  pays: "pays the first four members of a class in full, and ever less to each in a larger crowd (Helium HIP-15).",
  unitsOf: ({ services }) => new Map([...services.keys()].map((classId) => [classId, 1n])),
  potOf: ({ units }) => {
    if (units <= FULL_MEMBERS) return new Exact(units.toString());
    return new Exact(FULL_MEMBERS.toString()).minus(ONE.minus(DECAY.pow((units - FULL_MEMBERS).toString())));
  },
});
