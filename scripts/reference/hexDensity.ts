import type { Decimal } from "decimal.js";
import { Exact, ONE } from "./exact.js";
import { type ReferenceRule, referenceRule } from "./referenceRule.js";
import type { ClassId, NetworkState } from "./state.js";

/** Density parameters of one level of the hierarchy: target and maximum in members, and N of HIP-17. */
export interface DensityLevel {
  readonly target: number;
  readonly maximum: number;
  /** N: only when more than that many siblings reach the target is the limit raised. */
  readonly neighbours: number;
}

/** Classes, families and modalities with what HIP-17 proposes for resolutions 8, 7 and 6. */
export const HIP_17_LEVELS: readonly [DensityLevel, DensityLevel, DensityLevel] = [
  { target: 1, maximum: 4, neighbours: 2 },
  { target: 5, maximum: 20, neighbours: 2 },
  { target: 25, maximum: 100, neighbours: 1 },
];

/**
 * min(target max(n - N + 1, 1), maximum): what the children of a node are clipped at when n of them reach the target.
 *
 * @example densityLimit({ target: 1, maximum: 4, neighbours: 2 }, 4) // 3
 */
export function densityLimit({ target, maximum, neighbours }: DensityLevel, occupied: number): number {
  return Math.min(target * Math.max(occupied - neighbours + 1, 1), maximum);
}

/**
 * HIP-17 (helium/HIP 0017-hex-density-based-transmit-reward-scaling.md) with the hierarchy modality > family > class and
 * siblings, the node itself included, as neighbours. A member of a class counts the product of clipped / count over class,
 * family and modality, where the count of a node is the sum of its clipped children; its part is that over everybody's.
 * The hierarchy is `ofPolicy.family` and `ofPolicy.modality`, 0 where a class is not named; a family is one within its
 * modality.
 *
 * @example hexDensityRule(HIP_17_LEVELS).shares(state)
 */
export function hexDensityRule(levels: readonly [DensityLevel, DensityLevel, DensityLevel]): ReferenceRule {
  return referenceRule({
    name: "HexDensity",
    pays: "pays for presence, scaled down where a class, family or modality is crowded (Helium HIP-17).",
    prices(state) {
      const scales = scalesOf(state, levels);
      let units = new Exact(0);
      for (const { scale, members } of scales.values()) units = units.plus(scale.times(members));
      return new Map([...scales].map(([classId, { scale }]) => [`${classId}`, scale.div(units)]));
    },
    holdings: ({ services }) => new Map([...services.keys()].map((classId) => [`${classId}`, ONE])),
  });
}

export const hexDensity: ReferenceRule = hexDensityRule(HIP_17_LEVELS);

/** Scale of every class that has members: by definition, level by level, from the members up. */
function scalesOf(
  state: NetworkState,
  levels: readonly DensityLevel[],
): Map<ClassId, { readonly scale: Decimal; readonly members: number }> {
  const scales = new Map<ClassId, { scale: Decimal; members: number }>();
  const names = new Map<ClassId, string[]>();
  let counts = new Map<string, number>();
  for (const [classId, { flat }] of state.classes) {
    if (!flat) continue;
    const modality = `${state.ofPolicy.modality?.get(classId) ?? 0n}`;
    const family = `${modality}/${state.ofPolicy.family?.get(classId) ?? 0n}`;
    // From the class up to the root: whose child it is on each level.
    names.set(classId, [`${family}/${classId}`, family, modality, ""]);
    counts.set(`${family}/${classId}`, flat.members);
    scales.set(classId, { scale: ONE, members: flat.members });
  }
  levels.forEach((level, depth) => {
    const parentOf = new Map([...names.values()].map((path) => [path[depth] ?? "", path[depth + 1] ?? ""]));
    const occupied = new Map<string, number>();
    for (const [node, parent] of parentOf) {
      if ((counts.get(node) ?? 0) >= level.target) occupied.set(parent, (occupied.get(parent) ?? 0) + 1);
    }
    const clipped = new Map<string, number>();
    const sums = new Map<string, number>();
    for (const [node, parent] of parentOf) {
      const kept = Math.min(counts.get(node) ?? 0, densityLimit(level, occupied.get(parent) ?? 0));
      clipped.set(node, kept);
      sums.set(parent, (sums.get(parent) ?? 0) + kept);
    }
    for (const [classId, path] of names) {
      const node = path[depth] ?? "";
      const each = scales.get(classId);
      if (each) each.scale = each.scale.times(clipped.get(node) ?? 0).div(counts.get(node) ?? 1);
    }
    counts = sums;
  });
  return scales;
}
