import type { Strategy } from "../../agents/strategy.js";
import type { Scenario } from "../../simulation/scenario.js";
import { playedBy } from "../tables/playedBy.js";

/** What is on one model family. */
export interface FamilyShares {
  /** The most used: by most operators, at a tie by most rented compute. */
  readonly family: string;
  /** Its share of the operators that take part, 0 when nobody does. */
  readonly ofOperators: number;
  /** Its share of what their GPUs cost at list price: compute of different GPUs on one scale. */
  readonly ofCompute: number;
  /** Operators that take part. */
  readonly active: number;
}

/**
 * The model families of a rig, joined where it serves two; `out` for staying out.
 *
 * @example familyOf(strategy) // "mid"
 */
export function familyOf({ rig }: Strategy): string {
  return rig === undefined ? "out" : [...new Set(rig.models.map(({ model }) => model.family))].sort().join("+");
}

/**
 * How concentrated operators are on one model family.
 *
 * @example familyShares(scenario, strategies) // { family: "mid", ofOperators: 0.9, ofCompute: 0.76, active: 30 }
 */
export function familyShares(scenario: Scenario, strategies: Int32Array): FamilyShares {
  const active = playedBy(scenario, strategies).filter(({ rig }) => rig !== undefined);
  const sums = new Map<string, { count: number; compute: number }>();
  for (const strategy of active) {
    const family = familyOf(strategy);
    const known = sums.get(family) ?? { count: 0, compute: 0 };
    const { rig } = strategy;
    const usd = rig === undefined ? 0 : rig.count * rig.gpu.usdPerHour;
    sums.set(family, { count: known.count + 1, compute: known.compute + usd });
  }
  const total = [...sums.values()].reduce((sum, { compute }) => sum + compute, 0);
  const [most] = [...sums].sort(([, a], [, b]) => b.count - a.count || b.compute - a.compute);
  if (most === undefined) return { family: "none", ofOperators: 0, ofCompute: 0, active: 0 };
  const [family, { count, compute }] = most;
  return { family, ofOperators: count / active.length, ofCompute: compute / total, active: active.length };
}

/**
 * Share of the operators that take part the first time which serve another model family the second time, or none; 0 when
 * nobody takes part.
 *
 * @example leftFamily(scenario, before, after) // 0.25
 */
export function leftFamily(scenario: Scenario, before: Int32Array, after: Int32Array): number {
  const second = playedBy(scenario, after).map(familyOf);
  const first = playedBy(scenario, before).map(familyOf);
  const active = first.flatMap((family, operator) => (family === "out" ? [] : [{ family, next: second[operator] }]));
  return active.length === 0 ? 0 : active.filter(({ family, next }) => family !== next).length / active.length;
}
