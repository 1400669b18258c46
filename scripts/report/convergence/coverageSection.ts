import { type CoverageCell, coverageMap } from "../charts/coverageMap.js";
import type { ConvergenceResults } from "../convergenceResults.js";
import { drawFigure } from "../drawFigure.js";
import type { Html } from "../page.js";
import { estimate, groupRows, numberIn, type Row, textIn } from "../rows.js";

/** Which class is covered by which domain at the end. */
export async function coverageSection({ policies, tables }: ConvergenceResults): Promise<Html> {
  const weights = new Map(tables.classes.map((row) => [textIn(row, "class"), numberIn(row, "share")]));
  const cells = coverageCells(tables.heat);
  const pooled = pooledCells(cells, weights);
  const domains = unique(cells.map(({ domain }) => domain));
  return drawFigure({
    spec: (size) => {
      const shown = size === "wide" ? cells : pooled;
      return coverageMap({
        cells: shown,
        policies,
        workloads: unique(shown.map(({ workload }) => workload)),
        domains,
        size,
      });
    },
    description: "Coverage of each workload class by each failure domain alone, one map per rule",
    caption:
      "Who covers what at the end: rows are workload classes, the most asked for first, columns failure domains (provider/region); a class with one bright cell hangs on one infrastructure, a dark row is served by nobody. Means over seeds. On a narrow screen classes are pooled by model family and verification, weighted by their share of requests.",
  });
}

const unique = (values: readonly string[]): string[] => [...new Set(values)];

/** Means over seeds, in the order of the rows. */
export function coverageCells(heat: readonly Row[]): CoverageCell[] {
  const groups = groupRows(heat, (row) => ["policy", "class", "domain"].map((column) => textIn(row, column)).join("|"));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return {
      policy: textIn(first, "policy"),
      workload: textIn(first, "class"),
      domain: textIn(first, "domain"),
      coverage: estimate(group, "coverage").mean,
    };
  });
}

/**
 * Classes of one model family and verification mode taken together: the mean of their coverage, weighted by their share
 * of requests.
 *
 * @param weights of the classes; what has none counts as nothing
 */
export function pooledCells(cells: readonly CoverageCell[], weights: ReadonlyMap<string, number>): CoverageCell[] {
  const pools = new Map<string, { policy: string; workload: string; domain: string; sum: number; weight: number }>();
  for (const { policy, workload, domain, coverage } of cells) {
    const [family = workload, , mode] = workload.split("/");
    const pool = mode === undefined ? workload : `${family}, ${mode}`;
    const key = `${policy}|${pool}|${domain}`;
    const weight = weights.get(workload) ?? 0;
    const known = pools.get(key) ?? { policy, workload: pool, domain, sum: 0, weight: 0 };
    pools.set(key, { ...known, sum: known.sum + weight * coverage, weight: known.weight + weight });
  }
  return [...pools.values()].map(({ sum, weight, ...cell }) => ({
    ...cell,
    coverage: weight === 0 ? 0 : sum / weight,
  }));
}
