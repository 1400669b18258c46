import type { Decimal } from "decimal.js";
import { Exact, ZERO } from "./exact.js";
import { type Amounts, type ReferenceRule, referenceRule } from "./referenceRule.js";
import type { ClassId, NetworkState, OperatorState } from "./state.js";

/** What a rule with one pot per class is made of. */
export interface PooledTerms {
  readonly name: string;
  /** As `RuleTerms.pays`. */
  readonly pays: string;
  /** What an operator with this profile holds of each class that it serves. */
  unitsOf(profile: OperatorState): ReadonlyMap<ClassId, bigint>;
  /** The pot of a class of which `units` are held, in whatever measure pots have. */
  potOf(pool: { state: NetworkState; classId: ClassId; units: bigint }): Decimal;
}

/**
 * A rule that pays from one pot per class and inside it by units held, as MasterChef's pools: the share of i is the sum over
 * classes w of P_w / T x h_iw / H_w, T the sum of all pots. The pot of a class of which nobody holds units goes to nobody.
 *
 * @example pooledRule({ name: "WitnessDecay", pays, unitsOf: presence, potOf: ({ units }) => rewardUnits(units) })
 */
export function pooledRule({ name, pays, unitsOf, potOf }: PooledTerms): ReferenceRule {
  return referenceRule({
    name,
    pays,
    prices(state) {
      const held = new Map<ClassId, bigint>([...state.classes.keys()].map((classId) => [classId, 0n]));
      for (const [, profile] of state.operators) {
        for (const [classId, units] of unitsOf(profile)) held.set(classId, (held.get(classId) ?? 0n) + units);
      }
      const pots = [...held].map(([classId, units]) => ({ classId, units, pot: potOf({ state, classId, units }) }));
      const total = pots.reduce((sum, { pot }) => sum.plus(pot), ZERO);
      if (total.isZero()) return new Map();
      return new Map(
        pots
          .filter(({ units }) => units > 0n)
          .map(({ classId, units, pot }) => [`${classId}`, pot.div(total).div(units.toString())]),
      );
    },
    holdings: (profile): Amounts =>
      new Map([...unitsOf(profile)].map(([classId, units]) => [`${classId}`, new Exact(units.toString())])),
  });
}
