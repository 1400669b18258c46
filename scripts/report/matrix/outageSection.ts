import { type ScatterPoint, scatterChart } from "../charts/scatterChart.js";
import { overSeeds, policyRows } from "../convergence/policyRows.js";
import { drawFigure } from "../drawFigure.js";
import type { MatrixResults } from "../matrixResults.js";
import { type Html, html } from "../page.js";
import { estimate } from "../rows.js";

/** Worst outage against success, one panel per network and learning rule that comes first there. */
export async function outageSection({ combinations, policies }: MatrixResults): Promise<Html> {
  const shown = combinations.filter(
    ({ network }, i) => combinations.findIndex((other) => other.network === network) === i,
  );
  const panels = shown.map(({ network, rule }) => `${network}, ${rule}`);
  const points = shown.flatMap(({ rows }, p) =>
    policyRows(rows, policies).flatMap(({ rows: own }, i): ScatterPoint[] => {
      const [x, y, size] = ["success", "worstSuccess", "paidShare"].map((column) => estimate(own, column).mean);
      if (x === undefined || y === undefined || size === undefined || ![x, y, size].every(Number.isFinite)) return [];
      return [{ panel: panels[p] ?? "", number: i + 1, x, y, size }];
    }),
  );
  const figure = await drawFigure({
    spec: (size) =>
      scatterChart({
        points,
        panels,
        xTitle: "requests served",
        yTitle: "served in the worst outage",
        size,
      }),
    description: "Requests served in the worst single-domain outage against requests served, one dot per rule",
    legend: html`<ol class="legend">${policies.map((policy, i) => html`<li>${i + 1} ${policy}</li>`)}</ol>`,
    caption: `Up and right is better: the share of requests served, and what is still served with the worst failure domain down. The area of a dot is the share of the emission that is paid. ${sentenceCase(overSeeds(shown[0]?.rows ?? []))}, drawn without their intervals; those stand in the tables.`,
  });
  return figure;
}

const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
