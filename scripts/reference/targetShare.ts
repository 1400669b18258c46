import { Exact } from "./exact.js";
import { pooledRule } from "./pooledRule.js";
import type { ReferenceRule } from "./referenceRule.js";
import { classOf } from "./state.js";

/** A thousand times the class's demand: more capacity does not count. */
const MAX_CAPACITY = 1_000_000_000_000n;
/** Every class begins with the least coefficient, in parts per billion. */
const FIRST_COEFFICIENT = 500_000_000n;

/**
 * Pays for capacity by coefficients that are steered to target shares, as Gonka (gonka-ai/gonka
 * inference-chain/x/inference/coefficients): capacity is the capacity ratio, counted up to 1,000, times the demand weight; the
 * coefficients {1e-9} are what the policy publishes, `ofPolicy.coefficients`.
 */
export const targetShare: ReferenceRule = pooledRule({
  name: "TargetShare",
  pays: "pays for capacity, times a coefficient per class that steers its share of all capacity to its share of demand (Gonka).",
  unitsOf: ({ services }) =>
    new Map([...services].map(([classId, { x }]) => [classId, x < MAX_CAPACITY ? x : MAX_CAPACITY])),
  potOf: ({ state, classId, units }) => {
    const coefficient = state.ofPolicy.coefficients?.get(classId) ?? FIRST_COEFFICIENT;
    return new Exact((coefficient * classOf(state, classId).weight * units).toString());
  },
});
