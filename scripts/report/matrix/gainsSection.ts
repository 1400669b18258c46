import { type GainRow, gainChart } from "../charts/gainChart.js";
import { policyRows } from "../convergence/policyRows.js";
import { drawFigure } from "../drawFigure.js";
import type { MatrixResults } from "../matrixResults.js";
import { type Html, html } from "../page.js";
import { estimate } from "../rows.js";

/** Gains from manipulation under every rule, in one network. */
export async function gainsSection({ combinations, policies, manipulations }: MatrixResults): Promise<Html> {
  const shown = combinations.find(({ network }) => network === "default") ?? combinations[0];
  if (shown === undefined) return html`<p>Nothing was run.</p>`;
  const rows = policyRows(shown.rows, policies).flatMap(({ policy, rows: own }) =>
    manipulations.flatMap(({ name, share, largest }): GainRow[] => {
      const gain = estimate(own, share).mean;
      const most = estimate(own, largest).mean;
      if (!Number.isFinite(gain)) return [];
      return [{ policy, panel: name, share: gain, largest: Number.isFinite(most) ? most : null }];
    }),
  );
  return drawFigure({
    spec: (size) => gainChart({ rows, policies, panels: manipulations.map(({ name }) => name), size }),
    description: "Gain from each manipulation as a share of pay, one row per rule",
    caption: `What an operator gains by each manipulation in the state that the run ended with, all others as they are, as a share of its pay (${shown.network} network, ${shown.rule}; means over seeds). Dot: all operators' gains over all operators' pay. Ring: the operator for which it is the largest share. Left of the line it loses. The axis is straight between -10% and 10% and logarithmic beyond.`,
  });
}
