import type { BandPanel, BandRow } from "../charts/bandChart.js";
import { estimate, groupRows, numberIn, type Row, textIn } from "../rows.js";

/** A panel of lines over time: which column of the table `epochs`, and what that can possibly be. */
export interface EpochPanel extends BandPanel {
  readonly column: string;
  readonly possible: readonly [number, number];
}

/** Means and intervals over seeds for every policy, epoch and panel; intervals end where the quantity must. */
export function bandRows(epochs: readonly Row[], panels: readonly EpochPanel[]): BandRow[] {
  const groups = groupRows(epochs, (row) => `${textIn(row, "policy")}|${textIn(row, "epoch")}`);
  return [...groups.values()].flatMap((rows) => {
    const [first] = rows;
    if (first === undefined) return [];
    return panels.flatMap(({ title, column, possible }) => {
      const { mean, low, high } = estimate(rows, column, possible);
      if (!Number.isFinite(mean)) return [];
      return [{ epoch: numberIn(first, "epoch"), policy: textIn(first, "policy"), panel: title, mean, low, high }];
    });
  });
}
