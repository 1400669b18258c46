import type { SweepRow } from "./charts/sweepChart.js";
import { estimate, groupRows, numberIn, type Row, textIn } from "./rows.js";

/** A panel's title, and the column that it shows. */
export interface SweepColumn {
  readonly title: string;
  readonly column: string;
  /** What the column can possibly be: intervals are cut off there. */
  readonly possible?: readonly [number, number];
}

/**
 * Means and intervals over seeds for every series, value of what is varied, and panel.
 *
 * @param series what names the line: by default the policy
 * @example sweepRows({ rows, x: "idleShare", columns: [{ title: "pay", column: "paid" }] })
 */
export function sweepRows(parameters: {
  rows: readonly Row[];
  x: string;
  columns: readonly SweepColumn[];
  series?: (row: Row) => string;
}): SweepRow[] {
  const { rows, x, columns, series = (row) => textIn(row, "policy") } = parameters;
  return [...groupRows(rows, (row) => `${series(row)}|${textIn(row, x)}`).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return columns.flatMap(({ title, column, possible }): SweepRow[] => {
      const { mean, low, high } = estimate(group, column, possible);
      return Number.isFinite(mean)
        ? [{ x: numberIn(first, x), policy: series(first), panel: title, mean, low, high }]
        : [];
    });
  });
}
