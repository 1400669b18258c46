import type { LedgerState } from "../agents/ledgerState.js";
import { countBy } from "./countBy.js";

/**
 * Mean pairwise overlap of the classes that operators serve: classes that both serve over classes that either serves
 * (Jaccard 1912). Operators with the same set are grouped, so the cost is O(operators x classes + sets^2 x classes).
 *
 * @returns in [0, 1]; NaN for fewer than two operators that are active and serve a class
 * @example serviceSimilarity(state) // 1 when all serve the same classes
 */
export function serviceSimilarity(state: LedgerState): number {
  const { operators, classes, domainOf, reliability } = state;
  const all = Array.from({ length: operators }, (_, i) => {
    if ((domainOf[i] ?? -1) < 0) return "";
    return Array.from(reliability.subarray(i * classes, (i + 1) * classes), (u, c) => (u > 0 ? c : -1))
      .filter((c) => c >= 0)
      .join(" ");
  });
  const groups = [...countBy(all, (served) => served || undefined)].map(([key, count]) => ({
    served: new Set(key.split(" ")),
    count,
  }));
  const serving = groups.reduce((sum, { count }) => sum + count, 0);
  if (serving < 2) return Number.NaN;
  let overlap = 0;
  groups.forEach((one, index) => {
    overlap += one.count * (one.count - 1);
    for (const other of groups.slice(index + 1)) {
      const both = [...one.served].filter((c) => other.served.has(c)).length;
      overlap += 2 * one.count * other.count * (both / (one.served.size + other.served.size - both));
    }
  });
  return overlap / (serving * (serving - 1));
}
