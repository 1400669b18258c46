import type { Strategy } from "../agents/strategy.js";
import { matchingSimilarity } from "./matchingSimilarity.js";

/**
 * Mean pairwise similarity of what active operators run: the share that matches of five things that can fail or be priced
 * together, namely GPU type, model families (all of them), verification mode, provider and region (Gower 1971, by
 * `matchingSimilarity`).
 *
 * @param strategies what each operator does; staying out is not counted
 * @returns in [0, 1], 1 when all are the same; NaN for fewer than two active operators
 * @example rigSimilarity(choices.map((choice) => scenario.strategies[choice]))
 */
export function rigSimilarity(strategies: readonly Strategy[]): number {
  return matchingSimilarity(
    strategies.flatMap(({ rig }) => {
      if (rig === undefined) return [];
      const families = [...new Set(rig.models.map(({ model }) => model.family))].sort().join("+");
      return [[rig.gpu.id, families, rig.verification, rig.domain.provider, rig.domain.region]];
    }),
  );
}
